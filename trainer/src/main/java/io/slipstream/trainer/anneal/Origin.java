package io.slipstream.trainer.anneal;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.checkpoint.CheckpointReader;
import io.slipstream.trainer.checkpoint.CorruptCheckpointException;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.snapshot.Lineage;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The checkpoint that a branch begins at.
 *
 * @param header what is said about it
 * @param state everything that training remembered
 * @param config how training learned, as recorded; where broker, registry and stores were then is no matter
 */
record Origin(CheckpointHeader header, TrainingState state, TrainerConfig config) {

    /**
     * Reads a checkpoint.
     *
     * @throws NotAnnealedException if it is damaged, or its configuration is not understood by this version
     * @throws IOException if the store cannot be read
     */
    static Origin read(TrainingCheckpoint announced, CheckpointReader reader) throws NotAnnealedException, IOException {
        try {
            Restored restored = reader.read(
                    Objects.requireNonNull(announced.getManifestUri()),
                    Objects.requireNonNull(announced.getManifestSha256()));
            String name = "the configuration in checkpoint " + restored.header().id();
            return new Origin(
                    restored.header(),
                    restored.state(),
                    ConfigLoader.parse(restored.configYaml(), name, TrainerConfig.class));
        } catch (CorruptCheckpointException e) {
            throw new NotAnnealedException(
                    "Checkpoint " + announced.getCheckpointId() + " cannot be used: " + e.getMessage(), e);
        } catch (ConfigException e) {
            throw new NotAnnealedException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The announcement of the checkpoint that is asked for, or else of the newest healthy one of the lineage in force.
     *
     * @param announced oldest first
     * @throws NotAnnealedException if there is none
     */
    static TrainingCheckpoint choose(List<TrainingCheckpoint> announced, Optional<String> id, String model)
            throws NotAnnealedException {
        Optional<TrainingCheckpoint> chosen = id.isPresent()
                ? announced.stream()
                        .filter(each -> id.get().equals(each.getCheckpointId()))
                        .findFirst()
                : newestHealthy(announced);
        return chosen.orElseThrow(() -> new NotAnnealedException(
                id.map(wanted -> "expected checkpoint %s of model %s, found that it was never announced, or collected"
                                .formatted(wanted, model))
                        .orElse("expected a healthy checkpoint of model %s, found none".formatted(model))));
    }

    private static Optional<TrainingCheckpoint> newestHealthy(List<TrainingCheckpoint> announced) {
        for (int i = announced.size() - 1; i >= 0; i--) {
            TrainingCheckpoint last = announced.get(announced.size() - 1);
            if (announced.get(i).getHealthy()
                    && Lineage.areOfOneRun(announced.get(i).getCheckpointId(), last.getCheckpointId())) {
                return Optional.of(announced.get(i));
            }
        }
        return Optional.empty();
    }

    /** Optimizer steps taken. */
    long step() {
        return state.progress().step();
    }
}
