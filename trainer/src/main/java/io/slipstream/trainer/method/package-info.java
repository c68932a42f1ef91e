/**
 * Self-supervised methods: which heads a network gets, what the student must match, and the step that all share.
 *
 * <p>Start with {@link io.slipstream.trainer.method.Learner}, whose {@code step} is the training step; then
 * {@link io.slipstream.trainer.method.Method}, the little that tells one method from another. Uses every package that
 * computes: {@code backbone}, {@code device}, {@code network}, {@code view}, {@code loss}, {@code optim}, {@code schedule},
 * {@code health}, {@code engine}.
 */
@NullMarked
package io.slipstream.trainer.method;

import org.jspecify.annotations.NullMarked;
