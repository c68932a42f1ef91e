package io.slipstream.trainer;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.checkpoint.CheckpointReader;
import io.slipstream.trainer.checkpoint.CorruptCheckpointException;
import io.slipstream.trainer.lineage.LiveSnapshots;
import io.slipstream.trainer.method.Learner;
import io.slipstream.trainer.snapshot.Lineage;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the student to the snapshot that the stable channel serves: looks it up whenever a snapshot is made, so that the
 * checkpoint made with it has the anchor that the steps after it need. The weights come from that snapshot's checkpoint,
 * since the snapshot itself has no projector.
 *
 * <p>What cannot be had for now is a matter for the next snapshot: training goes on with the anchor it has. Not
 * thread-safe: it belongs to the training thread.
 */
final class AnchorRenewal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AnchorRenewal.class);
    private static final String STABLE = "stable";

    private final Supplier<List<TrainingCheckpoint>> checkpoints;
    private final CheckpointReader reader;
    private final Supplier<LiveSnapshots> opening;
    private @Nullable LiveSnapshots channels;
    private Optional<String> anchored = Optional.empty(); // unknown at the start: taken up again, which changes nothing

    /**
     * A renewal that has not looked yet.
     *
     * @param checkpoints the checkpoints announced so far
     * @param opening opens what the channels serve, at the first look; closed with this
     */
    AnchorRenewal(
            Supplier<List<TrainingCheckpoint>> checkpoints, CheckpointReader reader, Supplier<LiveSnapshots> opening) {
        this.checkpoints = checkpoints;
        this.reader = reader;
        this.opening = opening;
    }

    /** Takes up the stable snapshot if it is another than the last time. */
    void renew(Learner learner) {
        try {
            Optional<String> stable = channels().served(STABLE);
            if (stable.isEmpty() || stable.equals(anchored)) {
                return;
            }
            Optional<TrainingCheckpoint> checkpoint = checkpoints.get().stream()
                    .filter(each -> belongs(each, stable.get()))
                    .findFirst();
            if (checkpoint.isEmpty()) {
                keep(stable.get(), "its checkpoint is not there any more");
            } else {
                learner.anchor(reader.read(
                                Objects.requireNonNull(checkpoint.get().getManifestUri()),
                                Objects.requireNonNull(checkpoint.get().getManifestSha256()))
                        .state()
                        .learner());
                log.atInfo().addKeyValue("snapshot", stable.get()).log("The student is held to the stable snapshot");
            }
            anchored = stable;
        } catch (KafkaException | IOException e) {
            keep("the stable channel's", e.toString());
        } catch (CorruptCheckpointException | IllegalArgumentException e) {
            keep("the stable channel's", Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    /** Whether a checkpoint is that of a snapshot; a release has none of its own, and goes by what it was made of. */
    private static boolean belongs(TrainingCheckpoint checkpoint, String snapshot) {
        return snapshot.equals(checkpoint.getSnapshotId())
                || Lineage.origin(snapshot)
                        .filter(origin -> origin.equals(checkpoint.getCheckpointId()))
                        .isPresent();
    }

    private LiveSnapshots channels() {
        LiveSnapshots open = channels == null ? opening.get() : channels;
        channels = open;
        return open;
    }

    private static void keep(String snapshot, String cause) {
        log.atWarn()
                .addKeyValue("snapshot", snapshot)
                .addKeyValue("cause", cause)
                .log("A snapshot could not be taken up as what the student is held to; it stays as it is");
    }

    @Override
    public void close() {
        if (channels != null) {
            channels.close();
        }
    }
}
