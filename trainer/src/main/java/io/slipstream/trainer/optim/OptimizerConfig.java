package io.slipstream.trainer.optim;

import io.slipstream.schemas.config.Key;
import io.slipstream.trainer.schedule.LearningRate;

/** Settings of an {@link Optimizer} and of its learning rate. */
public record OptimizerConfig(
        @Key(doc = "The update rule.", value = "adamw") Type type,

        @Key(doc = "Learning rate after the warm-up, before `scaling`.", value = "0.002", min = 0)
        double learningRate,

        @Key(doc = "What the learning rate is multiplied by: nothing, batch / 256, or the root of it.", value = "none")
        Scaling scaling,

        @Key(doc = "Steps over which the learning rate rises linearly to its value.", value = "100", min = 0)
        long warmUpSteps,

        @Key(
                doc = "Steps after which a cosine has brought the learning rate from its value at the warm-up's end to"
                        + " `final-learning-rate`, where it stays; 0 keeps it constant for ever.",
                value = "0",
                min = 0)
        long horizon,

        @Key(doc = "Learning rate from the horizon on, before `scaling`; ignored without one.", value = "0", min = 0)
        double finalLearningRate,

        @Key(doc = "Weight decay: apart from the gradient with adamw, part of it otherwise.", value = "0.0001", min = 0)
        double weightDecay,

        @Key(
                doc =
                        "Whether parameters of one dimension, which are biases, norms and LayerScale's factors, decay too.",
                value = "false")
        boolean decayNormsAndBiases,

        @Key(doc = "Momentum of sgd and lars.", value = "0.9", min = 0, max = 0.9999)
        double momentum,

        @Key(doc = "Whether sgd takes Nesterov's momentum.", value = "false")
        boolean nesterov,

        @Key(
                doc = "Step of lars as a share of a weight matrix's norm, at a learning rate of 1.",
                value = "0.001",
                min = 0)
        double trust,

        @Key(doc = "Decay of adamw's first moment.", value = "0.9", min = 0, max = 0.9999)
        double beta1,

        @Key(doc = "Decay of adamw's second moment.", value = "0.999", min = 0, max = 0.99999)
        double beta2,

        @Key(doc = "Added to the root of adamw's second moment.", value = "1e-8", min = 0)
        double epsilon,

        @Key(
                doc = "Factor on the learning rate from each layer of the backbone to the next one towards the input;"
                        + " 1 treats all alike.",
                value = "1",
                min = 0.01,
                max = 1)
        double layerDecay,

        @Key(
                doc = "Whether gradients are shortened to `clip-norm`: not at all, by the norm of all of them together,"
                        + " or each tensor by its own.",
                value = "none")
        Clip clip,

        @Key(doc = "Longest norm of a gradient that is not clipped.", value = "3", min = 1e-6)
        double clipNorm) {

    /** The update rules. */
    public enum Type {
        ADAMW,
        SGD,
        LARS
    }

    /** How a recipe's learning rate follows the batch. */
    public enum Scaling {
        /** As it is written. */
        NONE,
        /** In proportion to the batch. */
        LINEAR,
        /** In proportion to the root of the batch. */
        SQRT;

        /** The batch at which a scaled rate is the one written. */
        private static final double REFERENCE_BATCH = 256;

        double factor(int batch) {
            return switch (this) {
                case NONE -> 1;
                case LINEAR -> batch / REFERENCE_BATCH;
                case SQRT -> Math.sqrt(batch / REFERENCE_BATCH);
            };
        }
    }

    /** What gradients are measured by when they are clipped. */
    public enum Clip {
        /** They are not. */
        NONE,
        /** All together. */
        GLOBAL,
        /** Each parameter's by itself. */
        PER_TENSOR
    }

    public OptimizerConfig {
        if (horizon != 0 && horizon <= warmUpSteps) {
            throw new IllegalArgumentException("horizon: 0, or more steps than warm-up-steps");
        }
        if (horizon != 0 && finalLearningRate > learningRate) {
            throw new IllegalArgumentException("final-learning-rate: at most learning-rate");
        }
        if (nesterov && (type != Type.SGD || momentum == 0)) {
            throw new IllegalArgumentException("nesterov: only with type sgd and a momentum above 0");
        }
    }

    /**
     * The learning rate by step.
     *
     * @param batch images of a step, over all devices
     */
    public LearningRate schedule(int batch) {
        double factor = scaling.factor(batch);
        return new LearningRate(learningRate * factor, warmUpSteps, horizon, finalLearningRate * factor, 0);
    }
}
