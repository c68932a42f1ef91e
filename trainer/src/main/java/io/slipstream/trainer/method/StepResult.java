package io.slipstream.trainer.method;

import io.slipstream.trainer.replay.Observations;
import io.slipstream.trainer.weights.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one training step reports.
 *
 * @param loss the method's loss of the batch, without regularizers
 * @param collapseLevel collapse level of the student's outputs, 0..1
 * @param rank effective rank of the student's embeddings of the batch; empty on steps that do not measure it
 * @param gradientNorm global norm of the gradients before clipping
 * @param learningRate rate the optimizer used
 * @param momentum EMA momentum the teacher used, 0..1; 0 for a method without a teacher
 * @param regularizers loss of each regularizer that had something to hold to, by name, before its weight
 * @param observations what the step made of each image; empty where nobody asked
 * @param projections the student's projections of each image, mean over the views, {@code [batch, dim]}, from before the
 *     optimizer's step; empty unless they are to be stored
 */
public record StepResult(
        double loss,
        double collapseLevel,
        OptionalDouble rank,
        double gradientNorm,
        double learningRate,
        double momentum,
        Map<String, Double> regularizers,
        Optional<Observations> observations,
        Optional<Tensor> projections) {

    public StepResult {
        regularizers = Map.copyOf(regularizers);
    }
}
