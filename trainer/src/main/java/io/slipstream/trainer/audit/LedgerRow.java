package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;

/** One partition's account as it is reported; fields as of {@link LedgerEntry}. */
record LedgerRow(
        String topic,
        int partition,
        long startOffset,
        long nextOffset,
        long covered,
        long trained,
        long deadLettered,
        long dropped,
        long duplicates,
        long pending,
        long gaps,
        long lost) {

    static LedgerRow of(LedgerEntry entry) {
        return new LedgerRow(
                entry.getTopic(),
                entry.getPartition(),
                entry.getStartOffset(),
                entry.getNextOffset(),
                entry.getCovered(),
                entry.getTrained(),
                entry.getDeadLettered(),
                entry.getDropped(),
                entry.getDuplicates(),
                entry.getPending(),
                entry.getGaps(),
                entry.getLost());
    }
}
