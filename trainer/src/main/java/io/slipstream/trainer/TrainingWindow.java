package io.slipstream.trainer;

import io.slipstream.trainer.method.StepResult;
import java.util.OptionalDouble;

/** Means and rates of the steps since the window was opened. Not thread-safe. */
final class TrainingWindow {

    private final long openedNanos;
    private final long waitedNanos;
    private long steps;
    private long images;
    private double lossSum;
    private double collapseSum;
    private double gradientNormSum;

    /**
     * A window without steps.
     *
     * @param nowNanos monotonic time
     * @param waitedNanos time spent waiting for images until now
     */
    TrainingWindow(long nowNanos, long waitedNanos) {
        this.openedNanos = nowNanos;
        this.waitedNanos = waitedNanos;
    }

    void add(StepResult step, int batch) {
        steps++;
        images += batch;
        lossSum += step.loss();
        collapseSum += step.collapseLevel();
        gradientNormSum += step.gradientNorm();
    }

    /** Mean loss; empty without steps. */
    OptionalDouble loss() {
        return mean(lossSum);
    }

    /** Mean collapse level; empty without steps. */
    OptionalDouble collapseLevel() {
        return mean(collapseSum);
    }

    /** Mean global norm of the gradients; empty without steps. */
    OptionalDouble gradientNorm() {
        return mean(gradientNormSum);
    }

    /** Images through the student per second. */
    double imagesPerSecond(long nowNanos) {
        return images / seconds(nowNanos);
    }

    /** Share of the time spent waiting for images, 0..1. */
    double dataWaitShare(long nowNanos, long waitedNanosNow) {
        return Math.min(1, (waitedNanosNow - waitedNanos) / 1e9 / seconds(nowNanos));
    }

    private double seconds(long nowNanos) {
        return Math.max(1, nowNanos - openedNanos) / 1e9;
    }

    private OptionalDouble mean(double sum) {
        return steps == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / steps);
    }
}
