/**
 * The synthetic production line: procedural, seeded images of small parts, for demos, tests and probe sets.
 *
 * <p>Start at {@link io.slipstream.ingest.camera.Camera}. Below it, in the order of the light: {@code PartSchedule} says
 * which part comes, {@code Scene} lays it on its {@code Belt}, {@code Clutter} gets in the way, {@code Lighting} and
 * {@code Sensor} expose it, {@code JpegEncoder} encodes it. Everything but the last two is a pure function of its
 * parameters and a random source; there is no clock here. May use the configuration of {@code schemas}, nothing else of
 * the pipeline.
 */
@NullMarked
package io.slipstream.ingest.camera;

import org.jspecify.annotations.NullMarked;
