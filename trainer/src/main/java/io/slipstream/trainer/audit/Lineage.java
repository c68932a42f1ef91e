package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One model's line of checkpoints, folded from the announcements in the order of their topic.
 *
 * <p>A checkpoint whose announcement was deleted belongs to it as long as the topic has not been compacted: it was
 * valid when it was written, and may be what shows that a lineage went back.
 *
 * @param model the model id
 * @param links the checkpoints that count, oldest first
 * @param voided checkpoints that came after the claim of a higher epoch, and do not count
 */
record Lineage(String model, List<Link> links, List<TrainingCheckpoint> voided) {

    Lineage {
        links = List.copyOf(links);
        voided = List.copyOf(voided);
    }

    /** The lineage of a model; announcements of others are passed over. */
    static Lineage of(String model, List<TrainingCheckpoint> announcements) {
        List<Link> links = new ArrayList<>();
        List<TrainingCheckpoint> voided = new ArrayList<>();
        Map<String, TrainingCheckpoint> known = new HashMap<>();
        long epoch = 0;
        @Nullable TrainingCheckpoint before = null;
        for (TrainingCheckpoint announcement : announcements) {
            if (!announcement.getModelId().equals(model)) {
                continue;
            }
            boolean isVoid = announcement.getLineageEpoch() < epoch;
            epoch = Math.max(epoch, announcement.getLineageEpoch());
            if (announcement.getKind() != CheckpointKind.CHECKPOINT) {
                continue;
            }
            if (isVoid) {
                voided.add(announcement);
                continue;
            }
            links.add(new Link(announcement, Optional.ofNullable(before), base(announcement, before, known)));
            known.put(announcement.getCheckpointId(), announcement);
            before = announcement;
        }
        return new Lineage(model, links, voided);
    }

    private static Optional<TrainingCheckpoint> base(
            TrainingCheckpoint announcement,
            @Nullable TrainingCheckpoint before,
            Map<String, TrainingCheckpoint> known) {
        if (announcement.getParentId() != null && known.containsKey(announcement.getParentId())) {
            return Optional.of(Objects.requireNonNull(known.get(announcement.getParentId())));
        }
        return Optional.ofNullable(before)
                .filter(earlier -> earlier.getLineageEpoch() == announcement.getLineageEpoch());
    }

    /** The checkpoint that training goes on from; empty before the first. */
    Optional<TrainingCheckpoint> last() {
        return links.isEmpty()
                ? Optional.empty()
                : Optional.of(links.get(links.size() - 1).checkpoint());
    }

    /** The account of each partition as of the last checkpoint, sorted; empty before the first. */
    Map<TopicPartition, LedgerEntry> ledger() {
        return Entries.byPartition(last().map(TrainingCheckpoint::getLedger).orElse(List.of()));
    }

    /**
     * A partition's account from unread to the last checkpoint, one entry per checkpoint of its ancestry as far back as
     * announcements tell; empty if the partition is in none.
     */
    List<LedgerEntry> accounts(TopicPartition partition) {
        List<LedgerEntry> accounts = new ArrayList<>();
        for (TrainingCheckpoint checkpoint : ancestry()) {
            LedgerEntry entry = Entries.byPartition(checkpoint.getLedger()).get(partition);
            if (entry != null) {
                if (accounts.isEmpty()) {
                    accounts.add(Entries.unread(entry));
                }
                accounts.add(entry);
            }
        }
        return accounts;
    }

    private List<TrainingCheckpoint> ancestry() {
        IdentityHashMap<TrainingCheckpoint, Link> byCheckpoint = new IdentityHashMap<>();
        links.forEach(link -> byCheckpoint.put(link.checkpoint(), link));
        Deque<TrainingCheckpoint> line = new ArrayDeque<>();
        Optional<TrainingCheckpoint> next = last();
        while (next.isPresent()) {
            line.addFirst(next.get());
            next = Objects.requireNonNull(byCheckpoint.get(next.get())).base();
        }
        return List.copyOf(line);
    }

    /** Whether a partition was cut short or made anew while it was read, so that some of its offsets came again. */
    boolean wasSetBack(TopicPartition partition) {
        List<LedgerEntry> accounts = accounts(partition);
        return IntStream.range(1, accounts.size())
                .anyMatch(i -> accounts.get(i).getLost() < accounts.get(i - 1).getLost());
    }

    /** All that was, or may have been, read a second time. */
    List<Reread> rereads() {
        return links.stream().flatMap(link -> link.rereads().stream()).toList();
    }
}
