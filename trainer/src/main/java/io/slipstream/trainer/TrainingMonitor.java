package io.slipstream.trainer;

import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.record.TrainingVerdict;
import io.slipstream.trainer.health.Health;
import io.slipstream.trainer.health.HealthConfig;
import io.slipstream.trainer.method.StepResult;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Watches the steps of an interval: their means, their speed, and how well learning goes. Not thread-safe.
 */
final class TrainingMonitor {

    private static final Logger log = LoggerFactory.getLogger(TrainingMonitor.class);

    private final HealthConfig config;
    private final long interval;
    private final OptionalDouble chance;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private TrainingWindow window;
    private long due;
    private OptionalDouble statisticsDrift = OptionalDouble.empty();
    private @Nullable StepResult last;
    private Health.Verdict verdict = Health.Verdict.HEALTHY;

    /**
     * A monitor without steps, whose first interval ends at once.
     *
     * @param chance loss of outputs that tell nothing apart; empty where there is no such value
     */
    TrainingMonitor(HealthConfig config, Duration interval, OptionalDouble chance, Clock clock, LongSupplier nanoTime) {
        this.config = config;
        this.interval = interval.toNanos();
        this.chance = chance;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.window = new TrainingWindow(nanoTime.getAsLong(), 0);
        this.due = nanoTime.getAsLong();
    }

    void stepped(StepResult result, int images) {
        window.add(result, images);
        last = result;
    }

    /** Takes note of how far the batch-norm statistics of training were from those of a snapshot. */
    void reestimated(OptionalDouble drift) {
        statisticsDrift = drift;
    }

    /** Whether the interval is over. */
    boolean isDue() {
        return nanoTime.getAsLong() >= due;
    }

    /** Verdict on the steps of the interval; empty when it has none. Says so when the verdict changes. */
    Optional<Health> judge(TrainingProgress progress) {
        if (window.loss().isEmpty()) {
            return Optional.empty();
        }
        Health health = Health.of(
                new Health.Figures(
                        progress.step(),
                        window.loss().getAsDouble(),
                        chance,
                        window.collapseLevel().orElse(0),
                        progress.rank(),
                        window.gradientNorm().orElse(0)),
                config);
        if (health.verdict() != verdict) {
            verdict = health.verdict();
            log.atLevel(verdict == Health.Verdict.HEALTHY ? Level.INFO : Level.WARN)
                    .addKeyValue("verdict", verdict)
                    .addKeyValue("step", progress.step())
                    .addKeyValue("reasons", String.join("; ", health.reasons()))
                    .log("Learning is judged anew");
        }
        return Optional.of(health);
    }

    /**
     * The figures of the interval, whose successor begins.
     *
     * @param waitedNanos time spent waiting for images so far
     */
    TrainingMetrics.Builder figures(Optional<Health> health, long waitedNanos) {
        long now = nanoTime.getAsLong();
        TrainingMetrics.Builder figures = TrainingMetrics.newBuilder()
                .setTime(clock.instant())
                .setLoss(orNull(window.loss()))
                .setLearningRate(last == null ? 0 : last.learningRate())
                .setMomentum(last == null ? 0 : last.momentum())
                .setCollapseLevel(orNull(window.collapseLevel()))
                .setGradientNorm(orNull(window.gradientNorm()))
                .setRegularizers(window.regularizers())
                .setStatisticsDrift(orNull(statisticsDrift))
                .setVerdict(health.map(
                                found -> TrainingVerdict.valueOf(found.verdict().name()))
                        .orElse(null))
                .setReasons(health.map(Health::reasons).orElse(List.of()))
                .setImagesPerSecond(window.imagesPerSecond(now))
                .setDataWaitShare(window.dataWaitShare(now, waitedNanos));
        window = new TrainingWindow(now, waitedNanos);
        due = now + interval;
        return figures;
    }

    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
