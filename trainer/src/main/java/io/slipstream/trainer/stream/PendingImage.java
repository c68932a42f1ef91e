package io.slipstream.trainer.stream;

import org.apache.kafka.common.TopicPartition;

/**
 * An image taken from the stream that waits for its batch.
 *
 * @param partition where it came from
 * @param offset offset of its record
 * @param source key of the camera, scanner or crawler it came from; empty where that was not kept
 * @param image the image
 */
public record PendingImage(TopicPartition partition, long offset, String source, TrainingImage image) {}
