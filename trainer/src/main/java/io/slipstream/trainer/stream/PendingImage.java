package io.slipstream.trainer.stream;

import org.apache.kafka.common.TopicPartition;

/**
 * An image taken from the stream that waits for its batch.
 *
 * @param partition where it came from
 * @param offset offset of its record
 * @param image the image
 */
public record PendingImage(TopicPartition partition, long offset, TrainingImage image) {}
