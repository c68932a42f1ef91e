/**
 * Self-supervised methods: which networks learn, from which views, by which loss.
 *
 * <p>Start with {@link io.slipstream.trainer.method.Byol}, whose {@code step} is the training step. Uses every package
 * that computes: {@code network}, {@code view}, {@code loss}, {@code optim}, {@code schedule}, {@code engine}.
 */
@NullMarked
package io.slipstream.trainer.method;

import org.jspecify.annotations.NullMarked;
