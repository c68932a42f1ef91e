package io.slipstream.trainer;

import io.slipstream.trainer.method.StepResult;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Means and rates of the steps since the window was opened. Not thread-safe. */
final class TrainingWindow {

    private final long openedNanos;
    private final long waitedNanos;
    private long steps;
    private long images;
    private double lossSum;
    private double collapseSum;
    private double gradientNormSum;
    private final Map<String, DoubleSummaryStatistics> regularizers = new TreeMap<>();

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
        step.regularizers().forEach((name, loss) -> regularizers
                .computeIfAbsent(name, unknown -> new DoubleSummaryStatistics())
                .accept(loss));
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

    /** Mean loss of each regularizer over the steps in which it had something to hold to, by name. */
    Map<String, Double> regularizers() {
        Map<String, Double> means = new TreeMap<>();
        regularizers.forEach((name, losses) -> means.put(name, losses.getAverage()));
        return means;
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
