package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A number of a ledger's entry that never falls: it is 0 or more, and at a later checkpoint no less than before.
 *
 * @param name what it is called where it is reported
 * @param getter takes it from an entry
 */
record Count(String name, ToLongFunction<LedgerEntry> getter) {

    /** All there are. The next offset and what is lost are not: both fall where a partition is cut short or made anew. */
    static final List<Count> ALL = List.of(
            new Count("covered", LedgerEntry::getCovered),
            new Count("trained", LedgerEntry::getTrained),
            new Count("dead-lettered", LedgerEntry::getDeadLettered),
            new Count("dropped", LedgerEntry::getDropped),
            new Count("duplicates", LedgerEntry::getDuplicates),
            new Count("gaps", LedgerEntry::getGaps));

    long of(LedgerEntry entry) {
        return getter.applyAsLong(entry);
    }
}
