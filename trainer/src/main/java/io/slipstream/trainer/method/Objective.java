package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;

/**
 * The student's side of one step.
 *
 * @param loss scalar to minimize
 * @param embeddings the student's embeddings of the first view, {@code [batch, dim]}
 * @param outputs what the loss compares, of the first view, {@code [batch, dim]}
 */
public record Objective(NDArray loss, NDArray embeddings, NDArray outputs) {}
