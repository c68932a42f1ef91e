package io.slipstream.trainer.stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What comes next on the stream. */
sealed interface Item {

    /** A record to be decoded. */
    record Encoded(ConsumerRecord<byte[], byte[]> record) implements Item {

        /** Where the record is; its bytes are nothing for a log. */
        @Override
        public String toString() {
            return record.topic() + "-" + record.partition() + "@" + record.offset();
        }
    }

    /** Something that needs no decoding. */
    record Ready(Arrival arrival) implements Item {}
}
