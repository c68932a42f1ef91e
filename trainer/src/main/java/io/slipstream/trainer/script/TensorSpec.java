package io.slipstream.trainer.script;

import ai.djl.ndarray.types.Shape;

/**
 * One named float32 tensor of a module.
 *
 * @param shape its shape
 * @param initializer the rule for its first values
 * @param trainable true for a parameter, which takes gradients; false for a buffer, which does not
 */
public record TensorSpec(Shape shape, Initializer initializer, boolean trainable) {}
