package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the accounts of a lineage only grow from a checkpoint to the one that goes on from it.
 *
 * <p>A later trainer may begin at an earlier checkpoint, because a newer one is damaged or learning had gone wrong: that
 * is said, and its account must grow from there.
 */
final class PositionCheck {

    private PositionCheck() {}

    static Check of(Evidence evidence) {
        Lineage lineage = evidence.lineage();
        List<Finding> findings = new ArrayList<>();
        lineage.voided()
                .forEach(checkpoint -> findings.add(
                        Finding.note("checkpoint %s of epoch %d came after the claim of a higher one and is void"
                                .formatted(checkpoint.getCheckpointId(), checkpoint.getLineageEpoch()))));
        Set<String> ids = new HashSet<>();
        for (Link link : lineage.links()) {
            TrainingCheckpoint checkpoint = link.checkpoint();
            if (!ids.add(checkpoint.getCheckpointId())) {
                findings.add(Finding.broken("checkpoint %s: expected one announcement, found another"
                        .formatted(checkpoint.getCheckpointId())));
            }
            link.rereads().forEach(reread -> findings.add(reread(link, reread)));
            link.base().ifPresent(base -> advance(base, checkpoint, findings));
            link.before()
                    .filter(before -> link.staysInEpoch()
                            && !Objects.equals(before, link.base().orElse(null)))
                    .ifPresent(before -> advance(before, checkpoint, findings));
        }
        return Check.of("no position goes back, and no record is trained on twice", findings);
    }

    private static Finding reread(Link link, Reread reread) {
        String at = "checkpoint " + link.checkpoint().getCheckpointId();
        if (reread.isCertain()) {
            return Finding.note("%s: epoch %d went on from %s, so that %s was accounted for anew"
                    .formatted(
                            at,
                            link.checkpoint().getLineageEpoch(),
                            link.base()
                                    .map(base -> "checkpoint " + base.getCheckpointId())
                                    .orElse("the start"),
                            reread));
        }
        return Finding.beyondProof(
                "%s: epoch %d went on from checkpoint %s, whose announcement is gone; %s may have been accounted for anew"
                        .formatted(
                                at,
                                link.checkpoint().getLineageEpoch(),
                                link.checkpoint().getParentId(),
                                reread));
    }

    private static void advance(TrainingCheckpoint from, TrainingCheckpoint to, List<Finding> findings) {
        Map<TopicPartition, LedgerEntry> entries = Entries.byPartition(to.getLedger());
        Entries.byPartition(from.getLedger()).forEach((partition, before) -> {
            String where = "checkpoint " + to.getCheckpointId() + ", " + partition;
            LedgerEntry after = entries.get(partition);
            if (after == null) {
                findings.add(Finding.broken("%s: expected an entry, as in checkpoint %s, found none"
                        .formatted(where, from.getCheckpointId())));
            } else {
                advance(where, from.getCheckpointId(), before, after, findings);
            }
        });
    }

    private static void advance(
            String where, String from, LedgerEntry before, LedgerEntry after, List<Finding> findings) {
        if (after.getStartOffset() != before.getStartOffset()) {
            findings.add(Finding.broken("%s: expected start offset %d, as in checkpoint %s, found %d"
                    .formatted(where, before.getStartOffset(), from, after.getStartOffset())));
        }
        long setBack = before.getLost() - after.getLost();
        if (setBack > 0) {
            findings.add(Finding.note("%s: the partition was cut short or made anew, and %d of its offsets came again"
                    .formatted(where, setBack)));
        } else if (after.getNextOffset() < before.getNextOffset()) {
            findings.add(Finding.broken("%s: expected next offset %d, that of checkpoint %s, or higher, found %d"
                    .formatted(where, before.getNextOffset(), from, after.getNextOffset())));
        }
        for (Count count : Count.ALL) {
            if (count.of(after) < count.of(before)) {
                findings.add(Finding.broken("%s: expected %s of %d, that of checkpoint %s, or more, found %d"
                        .formatted(where, count.name(), count.of(before), from, count.of(after))));
            }
        }
        long trainable = before.getTrained() + before.getPending() + after.getCovered() - before.getCovered();
        if (after.getTrained() > trainable) {
            findings.add(Finding.broken(
                    ("%s: expected at most %d trained, those of checkpoint %s, its pending ones and the records read"
                                    + " since, found %d")
                            .formatted(where, trainable, from, after.getTrained())));
        }
    }
}
