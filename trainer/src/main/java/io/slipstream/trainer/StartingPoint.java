package io.slipstream.trainer;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.checkpoint.CheckpointReader;
import io.slipstream.trainer.checkpoint.CorruptCheckpointException;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.snapshot.Lineage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the checkpoint that training goes on from: the newest that is whole. */
final class StartingPoint {

    private static final Logger log = LoggerFactory.getLogger(StartingPoint.class);
    private static final int TRIES = 6;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private StartingPoint() {}

    /**
     * The newest of the announced checkpoints that fits and can be read whole; empty if none was announced that fits. Only
     * those of the newest lineage count: one that was given up for it is not gone back to.
     *
     * @param announced oldest first
     * @throws IOException if the store cannot be read for now, or if all of those that fit are damaged: then nothing
     *     but an explicit wish makes training start anew
     */
    static Optional<Restored> newest(
            List<TrainingCheckpoint> announced, Predicate<TrainingCheckpoint> fits, CheckpointReader reader)
            throws IOException, InterruptedException {
        List<String> damaged = new ArrayList<>();
        for (int i = announced.size() - 1; i >= 0; i--) {
            TrainingCheckpoint candidate = announced.get(i);
            if (!fits.test(candidate) || !areOfOneRun(candidate, announced.get(announced.size() - 1))) {
                continue;
            }
            try {
                return Optional.of(read(candidate, reader));
            } catch (CorruptCheckpointException e) {
                damaged.add(candidate.getCheckpointId() + ": " + e.getMessage());
                log.atWarn()
                        .addKeyValue("checkpoint", candidate.getCheckpointId())
                        .addKeyValue("step", candidate.getStep())
                        .addKeyValue("cause", e.getMessage())
                        .log(
                                "A checkpoint is damaged; falling back to the one before it, and training again from there");
            }
        }
        if (!damaged.isEmpty()) {
            throw new IOException("expected a checkpoint to go on from, found " + damaged.size()
                    + " that are damaged (" + String.join("; ", damaged)
                    + "); --fresh starts a new lineage from nothing");
        }
        return Optional.empty();
    }

    private static boolean areOfOneRun(TrainingCheckpoint one, TrainingCheckpoint other) {
        return Lineage.areOfOneRun(one.getCheckpointId(), other.getCheckpointId());
    }

    private static Restored read(TrainingCheckpoint checkpoint, CheckpointReader reader)
            throws IOException, CorruptCheckpointException, InterruptedException {
        String uri = Objects.requireNonNull(checkpoint.getManifestUri());
        String sha256 = Objects.requireNonNull(checkpoint.getManifestSha256());
        for (int attempt = 1; ; attempt++) {
            try {
                return reader.read(uri, sha256);
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw e;
                }
                log.atWarn()
                        .addKeyValue("checkpoint", checkpoint.getCheckpointId())
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("cause", e.toString())
                        .log("The checkpoint store cannot be read, trying again");
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }
}
