package io.slipstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.topic.Topic.Cleanup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class TopicCreatorIT {

    private final EmbeddedKafka broker;
    private final Admin admin;

    TopicCreatorIT(@TempDir Path directory) throws IOException {
        broker = EmbeddedKafka.start(directory);
        admin = Admin.create(KafkaSettings.admin(Map.of("bootstrap.servers", broker.bootstrapServers()), "test"));
    }

    @AfterAll
    void stop() throws IOException {
        admin.close();
        broker.close();
    }

    @Test
    void whatIsMissingIsCreatedAsDeclaredAndNothingTwice() throws Exception {
        Set<String> first = TopicCreator.create(admin, (short) 1, Topics.all());
        awaitTopics(first);
        Set<String> second = TopicCreator.create(admin, (short) 1, Topics.all());

        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(
                        Topics.all().stream().map(Topic::name).toList());
        assertThat(second).isEmpty();
        assertThat(admin.describeTopics(Set.of("images")).allTopicNames().get().values())
                .singleElement()
                .satisfies(images -> assertThat(images.partitions()).hasSize(4));
        assertThat(setting("images", "retention.ms")).isEqualTo("604800000");
        assertThat(setting("images", "max.message.bytes")).isEqualTo("11534336");
        assertThat(setting("model-snapshots", "cleanup.policy")).isEqualTo("compact");
    }

    @Test
    void everyMismatchIsReportedAndNothingIsCreated() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic("expiring", 1, (short) 1).configs(Map.of("cleanup.policy", "delete")),
                        new NewTopic("wide", 3, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get();
        awaitTopics(Set.of("expiring", "wide"));

        assertThatThrownBy(() -> TopicCreator.create(
                        admin, (short) 1, List.of(compacted("expiring"), compacted("wide"), compacted("absent"))))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("expiring: expected cleanup.policy=compact, found delete")
                .hasMessageContaining("wide: expected 1 partition, because readers rely on its order, found 3");
        assertThat(admin.listTopics().names().get()).doesNotContain("absent");
    }

    @Test
    void anotherNumberOfPartitionsIsTheOperatorsChoiceWhereOrderDoesNotDependOnIt() throws Exception {
        Topic<ChannelPointer> four = new Topic<>(
                "partitioned", "key", ChannelPointer.class, 4, Cleanup.DELETE, Duration.ofDays(1), ByteSize.ofMiB(1));
        admin.createTopics(List.of(new NewTopic("partitioned", 2, (short) 1)))
                .all()
                .get();
        awaitTopics(Set.of("partitioned"));

        assertThat(TopicCreator.create(admin, (short) 1, List.of(four))).isEmpty();
    }

    private void awaitTopics(Set<String> names) {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(admin.listTopics().names().get()).containsAll(names));
    }

    private String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(Set.of(resource))
                .all()
                .get()
                .values()
                .iterator()
                .next()
                .get(name)
                .value();
    }

    private static Topic<ChannelPointer> compacted(String name) {
        return new Topic<>(name, "key", ChannelPointer.class, 1, Cleanup.COMPACT, Duration.ZERO, ByteSize.ofMiB(1));
    }
}
