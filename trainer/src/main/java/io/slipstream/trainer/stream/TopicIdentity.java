package io.slipstream.trainer.stream;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Which topic it is that has a name.
 *
 * @param name its name
 * @param id Kafka's id, which a topic made anew does not share with the one before it
 * @param size number of partitions
 */
record TopicIdentity(String name, String id, int size) {

    List<TopicPartition> partitions() {
        return IntStream.range(0, size)
                .mapToObj(number -> new TopicPartition(name, number))
                .toList();
    }
}
