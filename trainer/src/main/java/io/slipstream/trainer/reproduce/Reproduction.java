package io.slipstream.trainer.reproduce;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.TrainCommand;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.checkpoint.CheckpointReader;
import io.slipstream.trainer.checkpoint.CorruptCheckpointException;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reproduces a snapshot: from finding what it was made of to the report. */
final class Reproduction {

    private final KeyedRecords records;
    private final CheckpointReader checkpoints;
    private final Path snapshots;
    private final Rerun rerun;

    /**
     * A reproduction from the topics and stores that are here now.
     *
     * @param here says where the stores are
     */
    Reproduction(TrainerConfig here, KeyedRecords records, Rerun rerun) {
        this.records = records;
        this.checkpoints = new CheckpointReader(here.checkpoint().store());
        this.snapshots = here.snapshot().store();
        this.rerun = rerun;
    }

    /**
     * Takes the steps that led to a snapshot again, and compares.
     *
     * @throws NotReproducibleException if something that is needed is not there
     * @throws EncoderException if the file of first weights does not fit any more
     * @throws IOException if a store cannot be read
     */
    ReproductionReport of(String snapshotId)
            throws NotReproducibleException, EncoderException, IOException, InterruptedException {
        Announced announced = Announced.find(snapshotId, records);
        ModelSnapshot snapshot = announced.snapshot();
        Map<String, byte[]> published = Artifact.files(snapshot, snapshots);
        Recording recording = Recording.of(read(announced.checkpoint()));
        Optional<CheckpointHeader> parent = Optional.empty();
        Optional<TrainingState> origin = Optional.empty();
        if (announced.parent().isPresent()) {
            Restored restored = read(announced.parent().get());
            parent = Optional.of(restored.header());
            origin = Optional.of(restored.state());
        }
        Reached reached = rerun.run(recording, origin);
        Comparison comparison = Comparison.of(recording, published, reached);
        return new ReproductionReport(
                snapshotId,
                recording.header().id(),
                parent.map(CheckpointHeader::id).orElse(null),
                origin.map(state -> state.progress().step()).orElse(0L),
                reached.step(),
                comparison.isIdentical(),
                comparison,
                circumstances(recording.header(), parent, reached));
    }

    private Restored read(TrainingCheckpoint checkpoint) throws NotReproducibleException, IOException {
        try {
            return checkpoints.read(checkpoint.getManifestUri(), checkpoint.getManifestSha256());
        } catch (CorruptCheckpointException e) {
            throw new NotReproducibleException(
                    "Checkpoint " + checkpoint.getCheckpointId() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** What is not as it was, and may be why bits differ. */
    private static List<String> circumstances(
            CheckpointHeader then, Optional<CheckpointHeader> parent, Reached reached) {
        List<String> circumstances = new ArrayList<>();
        compare("trainer", then.codeVersion(), TrainCommand.codeVersion(), circumstances);
        for (String name : new TreeSet<>(reached.libraries().keySet())) {
            compare(
                    name,
                    then.libraries().getOrDefault(name, "unknown"),
                    reached.libraries().getOrDefault(name, "unknown"),
                    circumstances);
        }
        if (parent.isPresent() && !parent.get().configHash().equals(then.configHash())) {
            circumstances.add("the configuration was changed on the way; all steps were taken with the later one");
        }
        return circumstances;
    }

    private static void compare(String name, String then, String now, List<String> circumstances) {
        if (!then.equals(now)) {
            circumstances.add("%s: %s then, %s now".formatted(name, then, now));
        }
    }
}
