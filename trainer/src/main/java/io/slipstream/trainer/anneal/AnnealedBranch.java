package io.slipstream.trainer.anneal;

import io.slipstream.trainer.Learning;
import io.slipstream.trainer.StepProgress;
import io.slipstream.trainer.method.StepResult;
import io.slipstream.trainer.schedule.Annealing;
import io.slipstream.trainer.stream.Batch;

/**
 * The steps of a branch.
 *
 * @param rate the learning rate by step
 * @param lastRate that of the last step, as it was taken
 * @param images images that went through the student
 * @param loss mean loss of all steps
 */
record AnnealedBranch(Annealing rate, double lastRate, long images, double loss) {

    private static final int SMALLEST_BATCH = 2; // batch norm needs two images

    /**
     * Takes the steps, after which the learner is what is to be published.
     *
     * @param start steps taken before the first
     * @throws NotAnnealedException if there are too few images, or a loss or gradient is no number
     */
    static AnnealedBranch take(
            Learning learning, BranchBatches batches, AnnealConfig config, long start, StepProgress progress)
            throws NotAnnealedException {
        Annealing rate = learning.learner().anneal(start, config.steps(), config.finalShare());
        progress.start(config.steps());
        double lastRate = rate.rate();
        double lossSum = 0;
        long images = 0;
        for (long step = start; step < start + config.steps(); step++) {
            Batch batch = batches.at(step);
            int size = batch.images().size();
            if (size < SMALLEST_BATCH) {
                throw new NotAnnealedException("expected at least " + SMALLEST_BATCH
                        + " different images in the replay buffer and among the newest of the stream, found " + size);
            }
            StepResult result = learning.step(batch, step);
            requireNumbers(result, step);
            lastRate = result.learningRate();
            lossSum += result.loss();
            images += size;
            progress.stepped();
        }
        return new AnnealedBranch(rate, lastRate, images, lossSum / config.steps());
    }

    private static void requireNumbers(StepResult result, long step) throws NotAnnealedException {
        if (!Double.isFinite(result.loss()) || !Double.isFinite(result.gradientNorm())) {
            throw new NotAnnealedException(
                    "expected numbers, found a loss of %s and a gradient's norm of %s after %d steps; nothing is published"
                            .formatted(result.loss(), result.gradientNorm(), step));
        }
    }
}
