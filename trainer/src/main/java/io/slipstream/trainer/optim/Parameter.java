package io.slipstream.trainer.optim;

import ai.djl.ndarray.NDArray;

/**
 * A named tensor that learns.
 *
 * @param name full dotted name, for instance {@code backbone.layer1.0.conv1.weight}
 * @param value the tensor itself, float32; it takes gradients and is changed in place
 */
public record Parameter(String name, NDArray value) {}
