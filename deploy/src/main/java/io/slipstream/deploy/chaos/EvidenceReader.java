package io.slipstream.deploy.chaos;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.snapshot.CorruptSnapshotException;
import io.slipstream.schemas.snapshot.SnapshotReader;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what the trainers of a model left on the topics and in the snapshot store.
 *
 * <p>A dead letter does not say who refused the record, so those of a model are the ones since it began: one model is
 * trained at a time.
 */
final class EvidenceReader {
    private final TopicScan topics;

    EvidenceReader(TopicScan topics) {
        this.topics = topics;
    }

    /** Where the dead letters of a model begin whose first trainer starts now. */
    long deadLettersFromNow() {
        return topics.end(Topics.IMAGES_DEAD_LETTER);
    }

    /** The evidence of a model whose last trainer has ended. */
    Evidence read(String model, long deadLettersFrom) {
        List<TrainingCheckpoint> announcements = topics.read(Topics.MODEL_CHECKPOINTS, 0).stream()
                .filter(announcement -> announcement.getModelId().equals(model))
                .toList();
        List<ModelSnapshot> snapshots = topics.read(Topics.MODEL_SNAPSHOTS, 0).stream()
                .filter(snapshot -> snapshot.getModelId().equals(model))
                .toList();
        List<DeadLetter> deadLetters = topics.read(Topics.IMAGES_DEAD_LETTER, deadLettersFrom);
        Map<String, String> encoders = new HashMap<>();
        List<String> damage = new ArrayList<>();
        for (ModelSnapshot snapshot : snapshots) {
            try {
                encoders.put(snapshot.getSnapshotId(), Sha256.of(SnapshotReader.verify(snapshot)));
            } catch (CorruptSnapshotException | IOException e) {
                damage.add("snapshot %s: expected a whole artifact, found: %s"
                        .formatted(snapshot.getSnapshotId(), e.getMessage()));
            }
        }
        return new Evidence(model, announcements, snapshots, encoders, damage, deadLetters);
    }
}
