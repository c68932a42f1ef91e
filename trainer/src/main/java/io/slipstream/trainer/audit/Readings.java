package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How often a lineage has read which records, its returns to earlier checkpoints included. */
final class Readings {

    private final Map<TopicPartition, LedgerEntry> read;
    private final List<Reread> rereads;

    Readings(Lineage lineage) {
        read = lineage.ledger();
        rereads = lineage.rereads();
    }

    /** How often a record was read for certain. */
    int of(Place place) {
        LedgerEntry entry = read.get(place.partition());
        boolean isCovered =
                entry != null && place.offset() >= entry.getStartOffset() && place.offset() < entry.getNextOffset();
        long again = rereads.stream()
                .filter(reread -> reread.isCertain() && reread.contains(place))
                .count();
        return (int) again + (isCovered ? 1 : 0);
    }

    /** Whether a record may have been read more often than is certain. */
    boolean mayBeMore(Place place) {
        return rereads.stream().anyMatch(reread -> !reread.isCertain() && reread.contains(place));
    }

    /** Whether any of the offsets an entry covers was, or may have been, read more than once. */
    boolean hasRereads(LedgerEntry entry) {
        return rereads.stream()
                .anyMatch(reread ->
                        reread.meets(Entries.partition(entry), entry.getStartOffset(), entry.getNextOffset()));
    }

    /** Whether any of the offsets an entry covers was read, or may have been. */
    boolean meets(LedgerEntry entry) {
        LedgerEntry own = read.get(Entries.partition(entry));
        boolean overlaps = own != null
                && own.getStartOffset() < entry.getNextOffset()
                && own.getNextOffset() > entry.getStartOffset();
        return overlaps || hasRereads(entry);
    }
}
