/**
 * How fast images come: a rate and the pacer that keeps to it.
 *
 * <p>Start at {@link io.slipstream.ingest.pace.Pacer}. Uses nothing of the pipeline; the clock is handed in.
 */
@NullMarked
package io.slipstream.ingest.pace;

import org.jspecify.annotations.NullMarked;
