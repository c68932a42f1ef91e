package io.slipstream.trainer.method;

import io.slipstream.trainer.optim.OptimizerConfig;
import io.slipstream.trainer.view.ViewConfig;

/**
 * How a learner learns, whatever its method.
 *
 * @param views the random views of a step
 * @param optimizer optimizer and learning rate
 * @param regularizers what holds the student to what it was
 * @param batch images of a full step, by which the learning rate is scaled
 * @param sourceSize side in pixels of the images that steps are given; at least the backbone's
 * @param frozenSteps steps in which the heads alone learn, for a backbone that comes with weights
 * @param inspectEvery steps between two measurements of the batch's rank, which cost a few milliseconds
 * @param featureDim length of the features that steps report of their images at most; 0 reports nothing
 * @param seed seed of every random stream
 */
public record LearnerSettings(
        ViewConfig views,
        OptimizerConfig optimizer,
        RegularizersConfig regularizers,
        int batch,
        int sourceSize,
        long frozenSteps,
        int inspectEvery,
        int featureDim,
        long seed) {

    /** The same for a branch: with random numbers of its own, and nothing reported for a replay buffer. */
    public LearnerSettings branched(long ownSeed) {
        return new LearnerSettings(
                views, optimizer, regularizers, batch, sourceSize, frozenSteps, inspectEvery, 0, ownSeed);
    }
}
