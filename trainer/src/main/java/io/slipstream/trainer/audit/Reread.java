package io.slipstream.trainer.audit;

import org.apache.kafka.common.TopicPartition;

/**
 * Offsets of a partition that a lineage has read a second time, having gone back to an earlier checkpoint.
 *
 * @param partition where they are
 * @param from the first
 * @param to the one after the last
 * @param isCertain false where the announcement that would tell is gone
 */
record Reread(TopicPartition partition, long from, long to, boolean isCertain) {

    boolean contains(Place place) {
        return place.partition().equals(partition) && place.offset() >= from && place.offset() < to;
    }

    boolean meets(TopicPartition other, long start, long end) {
        return other.equals(partition) && from < end && to > start;
    }

    @Override
    public String toString() {
        return partition + "@" + from + " to @" + to;
    }
}
