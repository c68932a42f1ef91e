/**
 * Damaged, lying and hostile images, made from a seed, to try anything that reads images.
 *
 * <p>Start with {@link io.slipstream.ingest.fuzz.FuzzCommand}; {@link io.slipstream.ingest.fuzz.FuzzCases} makes the
 * images, {@link io.slipstream.ingest.fuzz.Mutation} names what is done to them. They are decoded here, or go to a file,
 * a topic or a URL. Uses the image rules of the schemas and nothing else of Slipstream.
 */
@NullMarked
package io.slipstream.ingest.fuzz;

import org.jspecify.annotations.NullMarked;
