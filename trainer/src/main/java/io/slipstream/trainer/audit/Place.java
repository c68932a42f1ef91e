package io.slipstream.trainer.audit;

import org.apache.kafka.common.TopicPartition;

/** Where a record is, or was. */
record Place(TopicPartition partition, long offset) {

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
