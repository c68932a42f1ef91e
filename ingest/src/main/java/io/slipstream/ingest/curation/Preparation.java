package io.slipstream.ingest.curation;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.ingest.publish.Patience;
import io.slipstream.ingest.publish.UnavailableException;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;

/** What must be there before the first record: the topics, how much they take, and the schemas. */
record Preparation(CurationConfig config, Patience patience) {

    /** Short, so that every try to reach a broker that is away ends in a line of the log. */
    private static final int TRY_MILLIS = 5_000;

    private static final short BROKER_DEFAULT = -1;
    private static final List<Topic<?>> WRITTEN = List.of(Topics.IMAGES, Topics.IMAGES_DEAD_LETTER);
    private static final List<Topic<?>> TOPICS = List.of(Topics.IMAGES_RAW, Topics.IMAGES, Topics.IMAGES_DEAD_LETTER);

    /** Prepares; returns the size of the largest record that can be written. */
    long prepare(SchemaRegistryClient registry) throws UnavailableException, InterruptedException {
        Map<String, Object> settings = KafkaSettings.admin(config.kafka(), "slipstream-curation-admin");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        long mostBytes;
        try (Admin admin = Admin.create(settings)) {
            patience.insist("creating the topics", () -> TopicCreator.create(admin, BROKER_DEFAULT, TOPICS));
            mostBytes = patience.insist("describing the topics", () -> smallestLimit(admin));
        }
        for (Topic<?> topic : TOPICS) {
            patience.insist("registering the schema of " + topic.name(), () -> {
                Registry.register(registry, topic);
                return topic;
            });
        }
        return Math.min(mostBytes, config.streams().maxRequestSize());
    }

    private static long smallestLimit(Admin admin) {
        DescribeConfigsResult answer = admin.describeConfigs(WRITTEN.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList());
        try {
            return answer.all().get().values().stream()
                    .mapToLong(Preparation::limit)
                    .min()
                    .orElseThrow();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    private static long limit(Config topic) {
        return Long.parseLong(topic.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
    }
}
