package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.DeadLetter;
import org.apache.kafka.common.TopicPartition;

/** What became of one record of the stream. */
sealed interface Arrival {

    TopicPartition partition();

    long offset();

    /** A record that holds an image fit for training. */
    record Decoded(TopicPartition partition, long offset, TrainingImage image) implements Arrival {}

    /** A record that can never be trained on; the letter goes to the dead-letter topic. */
    record Refused(TopicPartition partition, long offset, DeadLetter letter) implements Arrival {}
}
