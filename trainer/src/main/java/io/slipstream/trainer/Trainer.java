package io.slipstream.trainer;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.control.TrainingRequests;
import io.slipstream.trainer.health.Health;
import io.slipstream.trainer.health.RollbackConfig;
import io.slipstream.trainer.lineage.LineageWriter;
import io.slipstream.trainer.method.Reestimated;
import io.slipstream.trainer.method.StepResult;
import io.slipstream.trainer.snapshot.Lineage;
import io.slipstream.trainer.snapshot.SnapshotDraft;
import io.slipstream.trainer.stream.Batch;
import io.slipstream.trainer.stream.Batcher;
import io.slipstream.trainer.stream.DeadLetters;
import io.slipstream.trainer.stream.Intake;
import io.slipstream.trainer.stream.Ledger;
import io.slipstream.trainer.stream.Order;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training loop: next batch, step, checkpoint, report, for as long as nobody asks it to stop.
 *
 * <p>Not thread-safe: one thread creates and runs it.
 */
final class Trainer {

    private static final Logger log = LoggerFactory.getLogger(Trainer.class);
    private static final Duration PATIENCE = Duration.ofMillis(250); // how long a quiet stream delays report and stop

    private final Parts parts;
    private final TrainingProgress progress;
    private Optional<String> checkpoint;
    private boolean changed;
    private List<LedgerEntry> covered;
    private long reportedCovered;
    private long reportedDropped;
    private int taken;
    private long pausedNanos;

    /**
     * What a trainer is made of.
     *
     * @param lineage identity of what it publishes
     * @param rollback what counts as unwell
     * @param reestimateOn replayed images on which batch-norm statistics are estimated for a snapshot; 0 for none
     * @param anchor looks up what the student is to be held to, given the steps taken, when a snapshot is made
     * @param clock for the times in what is published, never for decisions
     * @param nanoTime monotonic time
     */
    record Parts(
            Lineage lineage,
            RollbackConfig rollback,
            Intake intake,
            Batcher batcher,
            Learning learning,
            DeadLetters deadLetters,
            int reestimateOn,
            LongConsumer anchor,
            LineageWriter writer,
            Checkpoints checkpoints,
            TrainingMonitor monitor,
            TrainingReport report,
            TrainingRequests requests,
            Clock clock,
            LongSupplier nanoTime) {}

    /**
     * A trainer that goes on where its parts stand.
     *
     * @param checkpoint the checkpoint they come from; empty for a new lineage
     * @param changed whether they differ from it
     */
    Trainer(Parts parts, TrainingProgress progress, Optional<String> checkpoint, boolean changed) {
        this.parts = parts;
        this.progress = progress;
        this.checkpoint = checkpoint;
        this.changed = changed;
        this.covered = parts.batcher().ledger().entries();
        this.reportedCovered = parts.batcher().ledger().covered();
        this.reportedDropped = parts.batcher().ledger().dropped();
    }

    /**
     * Trains until asked to stop, then leaves a last checkpoint, snapshot and report. Images taken from the stream but
     * not trained on are in the checkpoint: whoever goes on from there takes the step that would have come next.
     *
     * @param stopAtEnd whether to stop, too, when all of the stream has been trained on
     * @throws UnwellException if learning has gone wrong
     * @throws ExecutionException if checkpoints cannot be written or committed
     */
    void run(BooleanSupplier stopRequested, boolean stopAtEnd)
            throws UnwellException, ExecutionException, InterruptedException {
        long start = parts.nanoTime().getAsLong();
        if (progress.snapshot().isPresent()) {
            takeCheckpoint(false); // where training has gone back, so that it is known to have
        } else {
            takeCheckpoint(true); // step 0, the untrained encoder: the baseline every score is compared with
        }
        while (!stopRequested.getAsBoolean() && !(stopAtEnd && parts.batcher().isExhausted())) {
            parts.intake().check();
            parts.writer().check();
            parts.checkpoints().check();

            // 1. A step on the next batch
            Optional<Batch> batch = parts.batcher().next(progress.step(), PATIENCE);
            if (batch.isPresent()) {
                train(batch.get());
            }

            // 2. A checkpoint, with a snapshot when one is due
            if (progress.isSnapshotDue()) {
                takeCheckpoint(true);
            } else if (parts.checkpoints().areDue() || parts.deadLetters().areMany()) {
                takeCheckpoint(false);
            }

            // 3. A report, and what others ask for
            if (parts.monitor().isDue()) {
                reportAndJudge();
                parts.requests().poll().forEach(this::heed);
            }
        }
        takeCheckpoint(progress.isPastSnapshot());
        parts.checkpoints().finish();
        publishMetrics(parts.monitor().judge(progress), true);
        log.atInfo()
                .addKeyValue("taken", taken)
                .addKeyValue("pausedMillis", pausedNanos / 1_000_000)
                .addKeyValue("share", (double) pausedNanos / (parts.nanoTime().getAsLong() - start))
                .log("Checkpoints of this run");
    }

    /** All passes over new images: what a checkpoint holds lies between two batches. */
    private void train(Batch first) throws UnwellException {
        step(first);
        for (Batch batch = first; !batch.isLast(); ) {
            batch = parts.batcher().again(progress.step());
            step(batch);
        }
    }

    private void step(Batch batch) throws UnwellException {
        int size = batch.images().size();
        StepResult result = parts.learning().step(batch, progress.step());
        progress.stepped(result, size, batch.pass() == 1 ? batch.fresh() : 0);
        parts.monitor().stepped(result, size);
        changed = true;
        if (!Double.isFinite(result.loss()) || !Double.isFinite(result.gradientNorm())) {
            reportAndJudge();
        }
    }

    private void reportAndJudge() throws UnwellException {
        Optional<Health> health = parts.monitor().judge(progress);
        health.ifPresent(found -> progress.judged(found.verdict() == Health.Verdict.HEALTHY));
        publishMetrics(health, false);
        if (health.isPresent() && parts.rollback().isCalledForBy(health.get().verdict())) {
            throw new UnwellException(
                    progress.step(), progress.rollbacks(), health.get().reasons());
        }
    }

    /** Unless nothing has changed since the last one. */
    private void takeCheckpoint(boolean withSnapshot) throws ExecutionException, InterruptedException {
        long start = parts.nanoTime().getAsLong();
        parts.checkpoints().finish();
        progress.settled();
        List<LedgerEntry> ledger = parts.batcher().ledger().entries();
        changed |= !ledger.equals(covered);
        if (!changed && !withSnapshot) {
            return;
        }
        Lineage lineage = parts.lineage();
        String snapshotId = lineage.idAt(progress.step());
        String id = snapshotId + "." + ++taken;
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<SnapshotDraft> draft = Optional.empty();
        CheckpointHeader header = header(id, withSnapshot ? Optional.of(snapshotId) : Optional.empty(), now);
        if (withSnapshot) {
            parts.anchor().accept(progress.step());
            Reestimated<Map<String, byte[]>> encoder = parts.learning().encoder(parts.reestimateOn(), progress.step());
            parts.monitor().reestimated(encoder.drift());
            draft = Optional.of(new SnapshotDraft(
                    encoder.made(),
                    snapshotId,
                    progress.snapshot(),
                    id,
                    now,
                    progress.step(),
                    progress.imagesSeen(),
                    progress.loss(),
                    ledger,
                    Optional.empty()));
            progress.captured(snapshotId);
        }
        Order order =
                withSnapshot ? parts.batcher().takeOrder() : parts.batcher().order();
        parts.checkpoints()
                .start(new Capture(
                        header, state(), order, draft, parts.deadLetters().take()));
        checkpoint = Optional.of(id);
        changed = false;
        covered = ledger;
        pausedNanos += parts.nanoTime().getAsLong() - start;
    }

    private CheckpointHeader header(String id, Optional<String> snapshot, Instant now) {
        Lineage lineage = parts.lineage();
        return new CheckpointHeader(
                lineage.model(),
                lineage.run(),
                lineage.epoch(),
                id,
                checkpoint,
                snapshot,
                progress.snapshot(),
                now,
                lineage.seed(),
                lineage.configHash(),
                lineage.codeVersion(),
                lineage.libraries());
    }

    private TrainingState state() {
        return new TrainingState(
                progress.state(parts.requests().next()),
                parts.learning().learner().state(),
                parts.learning().replay().state(),
                parts.batcher().state());
    }

    private void heed(TrainingRequest request) {
        changed = true;
        switch (request.getAction()) {
            case REWARM -> {
                parts.learning().learner().rewarm(progress.step());
                parts.batcher().rewarm();
                log.atInfo()
                        .addKeyValue("step", progress.step())
                        .addKeyValue("reason", request.getReason())
                        .addKeyValue("requestedBy", request.getRequestedBy())
                        .log("The learning rate warms up again, on request");
            }
            case UNKNOWN -> throw new IllegalArgumentException("expected a known action, found " + request);
        }
    }

    private void publishMetrics(Optional<Health> health, boolean finished) {
        TrainingMetrics metrics = parts.monitor()
                .figures(health, parts.batcher().waitedNanos())
                .setModelId(parts.lineage().model())
                .setLineageEpoch(parts.lineage().epoch())
                .setStep(progress.step())
                .setImagesSeen(progress.imagesSeen())
                .setStreamImages(progress.streamImages())
                .setRank(TrainingMonitor.orNull(progress.rank()))
                .setLagRecords(parts.intake().lag())
                .setLagSeconds(parts.intake().lagSeconds())
                .setDroppedShare(droppedShare())
                .setReplaySize(parts.learning().replay().size())
                .setRollbacks(progress.rollbacks())
                .setFinished(finished)
                .setLedger(parts.batcher().ledger().entries())
                .build();
        parts.report().publish(metrics);
    }

    /** Of the records since the last report. */
    private double droppedShare() {
        Ledger ledger = parts.batcher().ledger();
        long records = ledger.covered() - reportedCovered;
        long dropped = ledger.dropped() - reportedDropped;
        reportedCovered = ledger.covered();
        reportedDropped = ledger.dropped();
        return records == 0 ? 0 : (double) dropped / records;
    }
}
