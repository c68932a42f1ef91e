package io.slipstream.ingest.topics;

import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an operator asks for beyond the pipeline's declarations.
 *
 * @param replication of every topic; left to the brokers where absent
 * @param partitions  by topic, where it is not to be the declared number
 */
record Wishes(OptionalInt replication, Map<String, Integer> partitions) {

    Wishes {
        partitions = Map.copyOf(partitions);
        if (replication.isPresent() && (replication.getAsInt() < 1 || replication.getAsInt() > Short.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "--replication: expected a number of 1 or more, found " + replication.getAsInt());
        }
        Set<String> known = Topics.all().stream().map(Topic::name).collect(Collectors.toCollection(TreeSet::new));
        partitions.forEach((name, count) -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "--partitions: expected one of " + String.join(", ", known) + ", found " + name);
            }
            if (count < 1) {
                throw new IllegalArgumentException("--partitions: expected " + name + "=1 or more, found " + count);
            }
        });
        for (Topic<?> topic : Topics.all()) {
            if (topic.partitions() == 1 && partitions.getOrDefault(topic.name(), 1) != 1) {
                throw new IllegalArgumentException("--partitions: expected " + topic.name()
                        + "=1, because readers rely on its order, found " + partitions.get(topic.name()));
            }
        }
    }

    Optional<Integer> partitionsOf(Topic<?> topic) {
        return Optional.ofNullable(partitions.get(topic.name()));
    }
}
