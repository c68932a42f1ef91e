package io.slipstream.trainer;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.record.TrainingVerdict;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.control.TrainingRequests;
import io.slipstream.trainer.health.Health;
import io.slipstream.trainer.method.Learner;
import io.slipstream.trainer.method.StepResult;
import io.slipstream.trainer.replay.ReservoirBuffer;
import io.slipstream.trainer.snapshot.SnapshotPublisher;
import io.slipstream.trainer.stream.Batch;
import io.slipstream.trainer.stream.Batcher;
import io.slipstream.trainer.stream.DeadLetters;
import io.slipstream.trainer.stream.Intake;
import io.slipstream.trainer.stream.Ledger;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The training loop: next batch, step, report, snapshot, for as long as nobody asks it to stop.
 *
 * <p>Not thread-safe: one thread creates and runs it.
 */
final class Trainer {

    private static final Logger log = LoggerFactory.getLogger(Trainer.class);
    private static final Duration PATIENCE = Duration.ofMillis(250); // how long a quiet stream delays report and stop

    private final TrainerConfig config;
    private final Intake intake;
    private final Batcher batcher;
    private final ReservoirBuffer<TrainingImage> replay;
    private final Ledger ledger;
    private final DeadLetters deadLetters;
    private final Learner learner;
    private final Backbone backbone;
    private final SnapshotPublisher snapshots;
    private final TrainingReport report;
    private final TrainingRequests requests;
    private final Clock clock;
    private final LongSupplier nanoTime;

    private long step;
    private long imagesSeen;
    private long streamImages;
    private long nextSnapshot;
    private long snapshotStep = -1;
    private TrainingWindow metricsWindow;
    private TrainingWindow snapshotWindow;
    private long metricsDue;
    private @Nullable StepResult last;
    private OptionalDouble rank = OptionalDouble.empty();
    private Health.Verdict verdict = Health.Verdict.HEALTHY;

    Trainer(
            TrainerConfig config,
            Intake intake,
            Batcher batcher,
            ReservoirBuffer<TrainingImage> replay,
            Ledger ledger,
            DeadLetters deadLetters,
            Learner learner,
            Backbone backbone,
            SnapshotPublisher snapshots,
            TrainingReport report,
            TrainingRequests requests,
            Clock clock,
            LongSupplier nanoTime) {
        this.config = config;
        this.intake = intake;
        this.batcher = batcher;
        this.replay = replay;
        this.ledger = ledger;
        this.deadLetters = deadLetters;
        this.learner = learner;
        this.backbone = backbone;
        this.snapshots = snapshots;
        this.report = report;
        this.requests = requests;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.nextSnapshot = config.snapshot().every();
        this.metricsWindow = new TrainingWindow(nanoTime.getAsLong(), 0);
        this.snapshotWindow = new TrainingWindow(nanoTime.getAsLong(), 0);
        this.metricsDue = nanoTime.getAsLong();
    }

    /**
     * Trains until asked to stop, then trains on what was taken from the stream, publishes a last snapshot and a last
     * report.
     *
     * @throws DivergedException if the loss is no longer a number
     * @throws IOException if the snapshot store refuses
     * @throws ExecutionException if the broker refuses a snapshot
     */
    void run(BooleanSupplier stopRequested)
            throws IOException, ExecutionException, InterruptedException, DivergedException {
        publishSnapshot(); // step 0, the untrained encoder: the baseline every score is compared with
        while (!stopRequested.getAsBoolean()) {
            intake.check();
            deadLetters.check();
            Optional<Batch> batch = batcher.next(step, PATIENCE);
            if (batch.isPresent()) {
                train(batch.get());
            }
            if (imagesSeen >= nextSnapshot) {
                publishSnapshot();
                nextSnapshot = imagesSeen + config.snapshot().every();
            }
            if (nanoTime.getAsLong() >= metricsDue) {
                publishMetrics(false);
                requests.poll().forEach(this::heed);
            }
        }
        Optional<Batch> rest = batcher.last(step);
        if (rest.isPresent()) {
            train(rest.get());
        }
        if (step > snapshotStep) {
            publishSnapshot();
        }
        publishMetrics(true);
    }

    private void train(Batch batch) throws DivergedException {
        int size = batch.images().size();
        ByteBuffer pixels =
                ByteBuffer.allocateDirect(size * batch.images().get(0).pixels().length);
        batch.images().forEach(image -> pixels.put(image.pixels()));
        StepResult result = learner.step(pixels.flip(), size, step);
        step++;
        imagesSeen += size;
        streamImages += batch.fresh();
        metricsWindow.add(result, size);
        snapshotWindow.add(result, size);
        last = result;
        rank = result.rank().isPresent() ? result.rank() : rank;
        if (!Double.isFinite(result.loss())) {
            publishMetrics(true);
            throw new DivergedException(step, result.loss());
        }
    }

    private void heed(TrainingRequest request) {
        switch (request.getAction()) {
            case REWARM -> {
                learner.rewarm(step);
                log.atInfo()
                        .addKeyValue("step", step)
                        .addKeyValue("reason", request.getReason())
                        .addKeyValue("requestedBy", request.getRequestedBy())
                        .log("The learning rate warms up again, on request");
            }
            case UNKNOWN -> throw new IllegalArgumentException("expected a known action, found " + request);
        }
    }

    private void publishSnapshot() throws IOException, ExecutionException, InterruptedException {
        snapshots.publish(
                backbone.snapshot(learner.encoder()), step, imagesSeen, snapshotWindow.loss(), ledger.entries());
        snapshotWindow = new TrainingWindow(nanoTime.getAsLong(), batcher.waitedNanos());
        snapshotStep = step;
    }

    private void publishMetrics(boolean finished) {
        long now = nanoTime.getAsLong();
        Optional<Health> health = health();
        health.ifPresent(this::report);
        TrainingMetrics metrics = TrainingMetrics.newBuilder()
                .setModelId(config.model())
                .setTime(clock.instant())
                .setStep(step)
                .setImagesSeen(imagesSeen)
                .setStreamImages(streamImages)
                .setLoss(orNull(metricsWindow.loss()))
                .setLearningRate(last == null ? 0 : last.learningRate())
                .setMomentum(last == null ? 0 : last.momentum())
                .setCollapseLevel(orNull(metricsWindow.collapseLevel()))
                .setRank(orNull(rank))
                .setGradientNorm(orNull(metricsWindow.gradientNorm()))
                .setVerdict(health.map(
                                found -> TrainingVerdict.valueOf(found.verdict().name()))
                        .orElse(null))
                .setReasons(health.map(Health::reasons).orElse(List.of()))
                .setImagesPerSecond(metricsWindow.imagesPerSecond(now))
                .setDataWaitShare(metricsWindow.dataWaitShare(now, batcher.waitedNanos()))
                .setLagRecords(intake.lag())
                .setReplaySize(replay.size())
                .setFinished(finished)
                .setLedger(ledger.entries())
                .build();
        report.publish(metrics);
        intake.commit(nextOffsets());
        metricsWindow = new TrainingWindow(now, batcher.waitedNanos());
        metricsDue = now + config.metricsEvery().toNanos();
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** Verdict on the steps of the window; empty when it has none. */
    private Optional<Health> health() {
        if (metricsWindow.loss().isEmpty()) {
            return Optional.empty();
        }
        Health.Figures figures = new Health.Figures(
                step,
                metricsWindow.loss().getAsDouble(),
                learner.chance(config.batch().size()),
                metricsWindow.collapseLevel().orElse(0),
                rank);
        return Optional.of(Health.of(figures, config.health()));
    }

    /** Says so when the verdict changes. */
    private void report(Health health) {
        if (health.verdict() == verdict) {
            return;
        }
        verdict = health.verdict();
        log.atLevel(verdict == Health.Verdict.HEALTHY ? Level.INFO : Level.WARN)
                .addKeyValue("verdict", verdict)
                .addKeyValue("step", step)
                .addKeyValue("reasons", String.join("; ", health.reasons()))
                .log("Learning is judged anew");
    }

    private Map<TopicPartition, Long> nextOffsets() {
        return ledger.entries().stream()
                .collect(Collectors.toMap(
                        entry -> new TopicPartition(entry.getTopic(), entry.getPartition()),
                        LedgerEntry::getNextOffset));
    }
}
