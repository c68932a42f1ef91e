package io.slipstream.ingest.topics;

import io.slipstream.schemas.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of the brokers. Every method throws a {@link KafkaException} if the brokers refuse or do not answer.
 *
 * @param admin stays the caller's to close
 */
record Cluster(Admin admin) {

    /** The end of the name of a topic in which curation keeps its memory. */
    private static final String CURATION_STATE = "-remembered-changelog";

    /** Those of the topics that exist, by name. */
    Map<String, FoundTopic> find(List<Topic<?>> topics) {
        List<String> existing = topics.stream()
                .map(Topic::name)
                .filter(await(admin.listTopics().names())::contains)
                .toList();
        Map<String, TopicDescription> described =
                await(admin.describeTopics(existing).allTopicNames());
        Map<ConfigResource, Config> settings = await(
                admin.describeConfigs(existing.stream().map(Cluster::resource).toList())
                        .all());
        Map<String, FoundTopic> found = new HashMap<>();
        described.forEach((name, description) -> found.put(
                name,
                new FoundTopic(
                        description.partitions().size(),
                        description.partitions().stream()
                                .mapToInt(partition -> partition.replicas().size())
                                .min()
                                .orElseThrow(),
                        values(Objects.requireNonNull(settings.get(resource(name)))))));
        return found;
    }

    /** Whether curation has run here. */
    boolean isCurated() {
        return await(admin.listTopics().names()).stream().anyMatch(name -> name.endsWith(CURATION_STATE));
    }

    /** Does what a finding says is to be done; does nothing for one that only tells. */
    void apply(Finding finding) {
        if (finding instanceof Finding.Create create) {
            create(create);
        } else if (finding instanceof Finding.AddPartitions more) {
            await(admin.createPartitions(Map.of(more.topic(), NewPartitions.increaseTo(more.wanted())))
                    .all());
        } else if (finding instanceof Finding.Raise raise) {
            AlterConfigOp operation =
                    new AlterConfigOp(new ConfigEntry(raise.setting(), raise.wanted()), AlterConfigOp.OpType.SET);
            await(admin.incrementalAlterConfigs(Map.of(resource(raise.topic()), List.of(operation)))
                    .all());
        }
    }

    private void create(Finding.Create create) {
        Optional<Short> replication = create.replication().isPresent()
                ? Optional.of((short) create.replication().getAsInt())
                : Optional.empty();
        NewTopic topic = new NewTopic(create.topic(), Optional.of(create.partitions()), replication)
                .configs(create.declared().settings());
        try {
            await(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException madeMeanwhile) {
            throw new KafkaException(create.topic() + " was created by another process meanwhile; run plan again");
        }
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
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
