package io.slipstream.deploy.chaos;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the trainers of one model left behind, in the order of the topics.
 *
 * @param model the model
 * @param announcements its claims and checkpoints
 * @param snapshots its snapshots, one that was announced twice being there twice
 * @param encoders SHA-256 of the encoder of each snapshot whose artifact is what was announced, by snapshot id
 * @param damage artifacts that are not what was announced, in words
 * @param deadLetters refused records
 */
record Evidence(
        String model,
        List<TrainingCheckpoint> announcements,
        List<ModelSnapshot> snapshots,
        Map<String, String> encoders,
        List<String> damage,
        List<DeadLetter> deadLetters) {

    Evidence {
        announcements = List.copyOf(announcements);
        snapshots = List.copyOf(snapshots);
        encoders = Map.copyOf(encoders);
        damage = List.copyOf(damage);
        deadLetters = List.copyOf(deadLetters);
    }

    /** The checkpoints among the announcements. */
    List<TrainingCheckpoint> checkpoints() {
        return announcements.stream()
                .filter(announcement -> announcement.getKind() == CheckpointKind.CHECKPOINT)
                .toList();
    }

    /** Trainers that took over the model. */
    long claims() {
        return announcements.stream()
                .filter(announcement -> announcement.getKind() == CheckpointKind.CLAIM)
                .count();
    }

    /** The state the model ended in. */
    Optional<TrainingCheckpoint> last() {
        return checkpoints().stream().reduce((earlier, later) -> later);
    }
}
