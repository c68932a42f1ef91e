/**
 * The trainer service: consumes images, steps a student and a teacher, publishes metrics and snapshots.
 *
 * <p>Start with {@link io.slipstream.trainer.TrainCommand}, the composition root, then
 * {@link io.slipstream.trainer.Trainer}, the loop, and {@link io.slipstream.trainer.method.Byol}, the step. Data flows
 * {@code stream} → {@code replay} → {@code view} → {@code method} → {@code snapshot}.
 */
@NullMarked
package io.slipstream.trainer;

import org.jspecify.annotations.NullMarked;
