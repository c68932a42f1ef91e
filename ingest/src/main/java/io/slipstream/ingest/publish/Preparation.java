package io.slipstream.ingest.publish;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** What must be there before the first record: the topics and their schemas. */
final class Preparation {

    /** Short, so that every try to reach a broker that is away ends in a line of the log. */
    private static final int TRY_MILLIS = 5_000;

    private static final short BROKER_DEFAULT = -1;
    private static final List<Topic<?>> TOPICS = List.of(Topics.IMAGES, Topics.IMAGES_DEAD_LETTER);

    private Preparation() {}

    static void prepare(Map<String, String> kafka, SchemaRegistryClient registry, Patience patience)
            throws UnavailableException, InterruptedException {
        Map<String, Object> settings = KafkaSettings.admin(kafka, "slipstream-ingest-admin");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            patience.insist("creating the topics", () -> TopicCreator.create(admin, BROKER_DEFAULT, TOPICS));
        }
        for (Topic<?> topic : TOPICS) {
            patience.insist("registering the schema of " + topic.name(), () -> {
                Registry.register(registry, topic);
                return topic;
            });
        }
    }
}
