package io.slipstream.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and checks those that exist. Deletes nothing and alters nothing.
 *
 * <p>An existing topic must have the declared cleanup policy and, where one partition is declared, exactly one: these
 * decide whether records get lost or lose their order. Another number of partitions elsewhere is the operator's choice;
 * a smaller {@code max.message.bytes} is a warning in the log.
 */
public final class TopicCreator {

    private static final Logger log = LoggerFactory.getLogger(TopicCreator.class);

    /** How long the news of a topic may take to reach every broker. */
    private static final Duration LEADERS_PATIENCE = Duration.ofSeconds(10);

    private static final Duration LEADERS_PAUSE = Duration.ofMillis(50);

    private TopicCreator() {}

    /**
     * Creates what is missing. Two services may do so at the same time.
     *
     * @param replicationFactor of the topics it creates; -1 leaves it to the broker
     * @return the names of the topics this call created
     * @throws TopicMismatchException if existing topics cannot be used, with all of them; nothing is created then
     * @throws KafkaException if the broker refuses or does not answer within the admin client's timeouts
     */
    public static Set<String> create(Admin admin, short replicationFactor, Collection<Topic<?>> topics) {
        Map<Topic<?>, TopicDescription> existing = describe(admin, topics);
        check(admin, existing);
        Set<String> created = new LinkedHashSet<>();
        List<NewTopic> missing = topics.stream()
                .filter(topic -> !existing.containsKey(topic))
                .map(topic -> newTopic(topic, replicationFactor))
                .toList();
        admin.createTopics(missing).values().forEach((name, creation) -> {
            try {
                await(creation);
                created.add(name);
                log.atInfo().addKeyValue("topic", name).log("Created a topic");
            } catch (TopicExistsException madeMeanwhile) {
                log.atDebug().addKeyValue("topic", name).log("Another service created the topic first");
            }
        });
        awaitLeaders(admin, missing);
        return created;
    }

    /**
     * A broker that has just been made the leader of a partition may refuse an idempotent producer's first batch and take
     * its second, and would then refuse the first for ever. One that tells its offsets takes every batch.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> created) {
        Map<TopicPartition, OffsetSpec> partitions = new LinkedHashMap<>();
        for (NewTopic topic : created) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long begun = System.nanoTime();
        while (!haveLeaders(admin, partitions, System.nanoTime() - begun > LEADERS_PATIENCE.toNanos())) {
            LockSupport.parkNanos(LEADERS_PAUSE.toNanos());
        }
    }

    /** @param last whether a topic that the broker does not know yet is a failure */
    private static boolean haveLeaders(Admin admin, Map<TopicPartition, OffsetSpec> partitions, boolean last) {
        try {
            await(admin.listOffsets(partitions).all());
            return true;
        } catch (RetriableException notYet) {
            if (last) {
                throw notYet;
            }
            return false;
        }
    }

    /** How the topic is created, for brokers that are set up by other means as well. */
    static NewTopic newTopic(Topic<?> topic, short replicationFactor) {
        return new NewTopic(
                        topic.name(),
                        Optional.of(topic.partitions()),
                        Optional.of(replicationFactor).filter(f -> f > 0))
                .configs(topic.settings());
    }

    private static Map<Topic<?>, TopicDescription> describe(Admin admin, Collection<Topic<?>> topics) {
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics.stream().map(Topic::name).toList()).topicNameValues();
        Map<Topic<?>, TopicDescription> existing = new LinkedHashMap<>();
        for (Topic<?> topic : topics) {
            try {
                existing.put(topic, await(Objects.requireNonNull(answers.get(topic.name()))));
            } catch (UnknownTopicOrPartitionException missing) {
                log.atDebug().addKeyValue("topic", topic.name()).log("The topic does not exist yet");
            }
        }
        return existing;
    }

    private static void check(Admin admin, Map<Topic<?>, TopicDescription> existing) {
        Map<Topic<?>, ConfigResource> resources = existing.keySet().stream()
                .collect(Collectors.toMap(
                        topic -> topic, topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name())));
        Map<ConfigResource, Config> configs =
                await(admin.describeConfigs(resources.values()).all());
        List<String> mismatches = new ArrayList<>();
        existing.forEach((topic, description) -> {
            Config config = Objects.requireNonNull(configs.get(resources.get(topic)));
            checkCleanup(topic, config).ifPresent(mismatches::add);
            checkPartitions(topic, description.partitions().size()).ifPresent(mismatches::add);
            checkMessageSize(topic, config);
        });
        if (!mismatches.isEmpty()) {
            throw new TopicMismatchException(mismatches);
        }
    }

    private static Optional<String> checkCleanup(Topic<?> topic, Config config) {
        String found = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        String expected = topic.cleanup().name().toLowerCase(Locale.ROOT);
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of(topic.name() + ": expected cleanup.policy=" + expected + ", found " + found);
    }

    private static Optional<String> checkPartitions(Topic<?> topic, int found) {
        if (topic.partitions() == 1 && found != 1) {
            return Optional.of(
                    topic.name() + ": expected 1 partition, because readers rely on its order, found " + found);
        }
        if (topic.partitions() != found) {
            log.atInfo()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("default", topic.partitions())
                    .addKeyValue("found", found)
                    .log("The topic has its own number of partitions");
        }
        return Optional.empty();
    }

    private static void checkMessageSize(Topic<?> topic, Config config) {
        long found =
                Long.parseLong(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        if (found < topic.maxMessage().bytes()) {
            log.atWarn()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("expected", topic.maxMessage().bytes())
                    .addKeyValue("found", found)
                    .log("The topic's max.message.bytes is small: the broker will refuse larger records");
        }
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        }
    }
}
