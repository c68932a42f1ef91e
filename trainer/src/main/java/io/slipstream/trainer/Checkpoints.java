package io.slipstream.trainer;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.snapshot.SnapshotConflictException;
import io.slipstream.trainer.checkpoint.CheckpointConfig;
import io.slipstream.trainer.checkpoint.CheckpointWriter;
import io.slipstream.trainer.checkpoint.Written;
import io.slipstream.trainer.lineage.LineageWriter;
import io.slipstream.trainer.lineage.Publication;
import io.slipstream.trainer.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was captured to the stores, then commits it to the topics, while training goes on; one checkpoint at a time.
 *
 * <p>A store that refuses is tried again until {@code checkpoint.give-up-after} has passed since the last success; then
 * {@link #check} throws, and training ends. Its methods are called by the training thread.
 */
final class Checkpoints implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_WORK = Duration.ofSeconds(10);

    private final CheckpointConfig config;
    private final String configYaml;
    private final CheckpointWriter writer;
    private final SnapshotWriter snapshots;
    private final LineageWriter lineage;
    private final Housekeeping housekeeping;
    private final LongSupplier nanoTime;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "checkpoint"));
    private @Nullable Future<?> inWork;
    private long startedNanos;
    private volatile long succeededNanos;

    Checkpoints(
            CheckpointConfig config,
            String configYaml,
            CheckpointWriter writer,
            SnapshotWriter snapshots,
            LineageWriter lineage,
            Housekeeping housekeeping,
            LongSupplier nanoTime) {
        this.config = config;
        this.configYaml = configYaml;
        this.writer = writer;
        this.snapshots = snapshots;
        this.lineage = lineage;
        this.housekeeping = housekeeping;
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
        this.succeededNanos = startedNanos;
    }

    /** Whether it is time for a checkpoint, and none is in work. */
    boolean areDue() {
        return nanoTime.getAsLong() - startedNanos >= config.every().toNanos() && (inWork == null || inWork.isDone());
    }

    /**
     * Starts on a checkpoint, once the one before it is through.
     *
     * @throws ExecutionException with the reason why the one before it failed for good
     */
    void start(Capture capture) throws ExecutionException, InterruptedException {
        finish();
        startedNanos = nanoTime.getAsLong();
        inWork = thread.submit(() -> {
            complete(capture);
            return null;
        });
    }

    /**
     * Throws what ended the writing of checkpoints, if anything did.
     *
     * @throws ExecutionException with the reason
     */
    void check() throws ExecutionException, InterruptedException {
        if (inWork != null && inWork.isDone()) {
            inWork.get();
        }
    }

    /**
     * Waits until the last checkpoint started is committed.
     *
     * @throws ExecutionException with the reason why it failed for good
     */
    void finish() throws ExecutionException, InterruptedException {
        if (inWork != null) {
            inWork.get();
        }
    }

    private void complete(Capture capture) throws IOException, InterruptedException {
        while (true) {
            try {
                writeAndCommit(capture);
                succeededNanos = nanoTime.getAsLong();
                return;
            } catch (SnapshotConflictException | ClosedByInterruptException e) {
                throw e; // asking again changes nothing
            } catch (IOException e) {
                Duration without = Duration.ofNanos(nanoTime.getAsLong() - succeededNanos);
                if (without.compareTo(config.giveUpAfter()) > 0) {
                    throw new IOException(
                            "no checkpoint could be written for " + without.toSeconds() + " s: " + e.getMessage(), e);
                }
                log.atWarn()
                        .addKeyValue("checkpoint", capture.header().id())
                        .addKeyValue("secondsWithout", without.toSeconds())
                        .addKeyValue("cause", e.toString())
                        .log("The store refused a checkpoint, trying again; training goes on");
                Thread.sleep(RETRY_PAUSE.toMillis());
            }
        }
    }

    private void writeAndCommit(Capture capture) throws IOException, InterruptedException {
        long start = nanoTime.getAsLong();
        log.atInfo()
                .addKeyValue("checkpoint", capture.header().id())
                .addKeyValue("step", capture.state().progress().step())
                .log("Writing a checkpoint");
        Optional<ModelSnapshot> snapshot = Optional.empty();
        if (capture.snapshot().isPresent()) {
            snapshot = Optional.of(snapshots.write(capture.snapshot().get()));
        }
        Written written = writer.write(capture.header(), capture.state(), capture.order(), configYaml);
        TrainingCheckpoint announcement = announcement(capture, written);
        lineage.commit(
                new Publication(announcement, snapshot, capture.letters(), housekeeping.superfluousWith(announcement)));
        snapshot.ifPresent(Checkpoints::report);
        log.atInfo()
                .addKeyValue("checkpoint", capture.header().id())
                .addKeyValue("bytes", written.bytesWritten())
                .addKeyValue("millis", (nanoTime.getAsLong() - start) / 1_000_000)
                .log("A checkpoint is complete");
        housekeeping.collect();
    }

    private static void report(ModelSnapshot snapshot) {
        log.atInfo()
                .addKeyValue("snapshot", snapshot.getSnapshotId())
                .addKeyValue("step", snapshot.getStep())
                .addKeyValue("imagesSeen", snapshot.getImagesSeen())
                .addKeyValue("bytes", snapshot.getArtifactBytes())
                .log("Published a snapshot");
    }

    private static TrainingCheckpoint announcement(Capture capture, Written written) {
        return TrainingCheckpoint.newBuilder()
                .setKind(CheckpointKind.CHECKPOINT)
                .setModelId(capture.header().model())
                .setLineageEpoch(capture.header().epoch())
                .setCreatedAt(capture.header().createdAt())
                .setCodeVersion(capture.header().codeVersion())
                .setCheckpointId(capture.header().id())
                .setParentId(capture.header().parent().orElse(null))
                .setSnapshotId(capture.header().snapshot().orElse(null))
                .setStep(capture.state().progress().step())
                .setImagesSeen(capture.state().progress().imagesSeen())
                .setHealthy(capture.state().progress().healthy())
                .setManifestUri(written.manifestUri())
                .setManifestSha256(written.manifestSha256())
                .setBytesWritten(written.bytesWritten())
                .setStateHashes(written.stateHashes())
                .setConfigHash(capture.header().configHash())
                .setLedger(capture.state().stream().ledger())
                .build();
    }

    /** Ends soon; a checkpoint in work is dropped, as by a kill. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LAST_WORK.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("A checkpoint in work did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        housekeeping.close();
    }
}
