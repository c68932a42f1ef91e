package io.slipstream.trainer;

import io.slipstream.trainer.checkpoint.Progress;
import io.slipstream.trainer.method.StepResult;
import java.util.Optional;
import java.util.OptionalDouble;

/** The counters of training, as they advance. Not thread-safe. */
final class TrainingProgress {

    private final long snapshotEvery;
    private long step;
    private long imagesSeen;
    private long streamImages;
    private long nextSnapshot;
    private Optional<String> snapshot = Optional.empty();
    private long snapshotStep = -1;
    private double lossSum;
    private long lossSteps;
    private OptionalDouble rank = OptionalDouble.empty();
    private boolean healthy = true;
    private int rollbacks;
    private long troubleStep = -1;

    /**
     * Before the first step.
     *
     * @param snapshotEvery images seen between two snapshots
     */
    TrainingProgress(long snapshotEvery) {
        this.snapshotEvery = snapshotEvery;
        this.nextSnapshot = snapshotEvery;
    }

    /** Goes on from a state. A snapshot is due no later than the present interval says. */
    void restore(Progress state) {
        step = state.step();
        imagesSeen = state.imagesSeen();
        streamImages = state.streamImages();
        nextSnapshot = Math.min(state.nextSnapshot(), imagesSeen + snapshotEvery);
        snapshot = state.snapshot();
        snapshotStep = state.snapshotStep();
        lossSum = state.lossSum();
        lossSteps = state.lossSteps();
        rank = state.rank();
        healthy = state.healthy();
        rollbacks = state.rollbacks();
        troubleStep = state.troubleStep();
    }

    /** What must be remembered. */
    Progress state(long requestsOffset) {
        return new Progress(
                step,
                imagesSeen,
                streamImages,
                nextSnapshot,
                snapshot,
                snapshotStep,
                lossSum,
                lossSteps,
                rank,
                healthy,
                requestsOffset,
                rollbacks,
                troubleStep);
    }

    /** A step was taken on {@code images} images, {@code fresh} of them new. */
    void stepped(StepResult result, int images, int fresh) {
        step++;
        imagesSeen += images;
        streamImages += fresh;
        lossSum += result.loss();
        lossSteps++;
        rank = result.rank().isPresent() ? result.rank() : rank;
    }

    /** A snapshot of the present step was captured. */
    void captured(String id) {
        snapshot = Optional.of(id);
        snapshotStep = step;
        lossSum = 0;
        lossSteps = 0;
        if (imagesSeen >= nextSnapshot) {
            nextSnapshot = imagesSeen + snapshotEvery;
        }
    }

    void judged(boolean isHealthy) {
        healthy = isHealthy;
    }

    /** Forgets the rollbacks if training is past the trouble and healthy. */
    void settled() {
        if (healthy && step > troubleStep) {
            rollbacks = 0;
        }
    }

    boolean isSnapshotDue() {
        return imagesSeen >= nextSnapshot;
    }

    /** Whether a step was taken since the last snapshot, or there is none yet. */
    boolean isPastSnapshot() {
        return step > snapshotStep;
    }

    long step() {
        return step;
    }

    long imagesSeen() {
        return imagesSeen;
    }

    long streamImages() {
        return streamImages;
    }

    Optional<String> snapshot() {
        return snapshot;
    }

    boolean isHealthy() {
        return healthy;
    }

    int rollbacks() {
        return rollbacks;
    }

    OptionalDouble rank() {
        return rank;
    }

    /** Mean loss since the last snapshot; empty without a step. */
    OptionalDouble loss() {
        return lossSteps == 0 ? OptionalDouble.empty() : OptionalDouble.of(lossSum / lossSteps);
    }
}
