/**
 * Where training runs: on the processor, on one GPU, or on several replicas at once.
 *
 * <p>Start with {@link io.slipstream.trainer.device.Devices} and {@link io.slipstream.trainer.device.Replicas}. Uses
 * {@code engine} and {@code script}.
 */
@NullMarked
package io.slipstream.trainer.device;

import org.jspecify.annotations.NullMarked;
