package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A checkpoint of a lineage and where it came from.
 *
 * @param checkpoint the checkpoint
 * @param before the checkpoint before it on the topic; empty for the first that is there
 * @param base the checkpoint that training came from; empty if there was none, or its announcement is gone
 */
record Link(TrainingCheckpoint checkpoint, Optional<TrainingCheckpoint> before, Optional<TrainingCheckpoint> base) {

    /** Whether it was written by the trainer that wrote the checkpoint before it. */
    boolean staysInEpoch() {
        return before.filter(earlier -> earlier.getLineageEpoch() == checkpoint.getLineageEpoch())
                .isPresent();
    }

    /** Whether it is known where training came from: a checkpoint that is there, or none at all. */
    boolean isBaseKnown() {
        return base.isPresent() || checkpoint.getParentId() == null;
    }

    /** What was, or may have been, read a second time because training did not go on where it had come to. */
    List<Reread> rereads() {
        if (staysInEpoch() || (isBaseKnown() && before.isEmpty())) {
            return List.of();
        }
        if (before.isEmpty() && checkpoint.getLineageEpoch() == 1) {
            return List.of(); // what is gone was written by the same trainer
        }
        Map<TopicPartition, LedgerEntry> bases =
                Entries.byPartition(base.map(TrainingCheckpoint::getLedger).orElse(List.of()));
        List<Reread> rereads = new ArrayList<>();
        Entries.byPartition(before.orElse(checkpoint).getLedger()).forEach((partition, reached) -> {
            LedgerEntry start = bases.get(partition);
            long from = start == null ? reached.getStartOffset() : start.getNextOffset();
            if (from < reached.getNextOffset()) {
                rereads.add(new Reread(partition, from, reached.getNextOffset(), isBaseKnown()));
            }
        });
        return rereads;
    }
}
