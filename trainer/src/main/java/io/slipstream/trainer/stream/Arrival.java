package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.DeadLetter;
import org.apache.kafka.common.TopicPartition;

/** What the stream brings to training, in order: what became of a record, or news of the stream itself. */
sealed interface Arrival {

    /** What became of one record. */
    sealed interface OfRecord extends Arrival {

        TopicPartition partition();

        long offset();
    }

    /** A record that holds an image fit for training. */
    record Decoded(TopicPartition partition, long offset, String source, TrainingImage image) implements OfRecord {}

    /** A record that can never be trained on; the letter goes to the dead-letter topic. */
    record Refused(TopicPartition partition, long offset, DeadLetter letter) implements OfRecord {}

    /**
     * Consecutive records whose fate was known without reading them; each offset counts as a record.
     *
     * @param partition where they are
     * @param from offset of the first
     * @param to offset after the last
     * @param fate refused, duplicate or dropped
     */
    record Unread(TopicPartition partition, long from, long to, Order.Fate fate) implements Arrival {}

    /**
     * Where an order is followed: here it has a training step.
     *
     * @param fresh how many images of the step are new
     * @param passes how many steps are taken on them
     * @param rewarm whether the learning rate began to warm up again before it
     */
    record Cut(int fresh, int passes, boolean rewarm) implements Arrival {}

    /** A partition that was added to the topic; its first record will be the one at offset 0. */
    record Opened(TopicPartition partition) implements Arrival {}

    /**
     * Records that were gone before they could be read, and that may be left out.
     *
     * @param partition where they were
     * @param from offset at which reading was to go on
     * @param to offset at which it goes on; before {@code from} where the partition was cut short or made anew
     */
    record Lost(TopicPartition partition, long from, long to) implements Arrival {}

    /** The topic was made anew: all its partitions have been moved to the beginning of another topic of that name. */
    record Renewed(String topic, String id) implements Arrival {}
}
