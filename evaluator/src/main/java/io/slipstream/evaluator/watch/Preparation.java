package io.slipstream.evaluator.watch;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** What must be there before the first record: the topics and the schemas. */
record Preparation(DriftConfig config, Retry retry) {

    /** Short, so that every try to reach a broker that is away ends in a line of the log. */
    private static final int TRY_MILLIS = 5_000;

    private static final short BROKER_DEFAULT = -1;

    void prepare(SchemaRegistryClient registry) {
        List<Topic<?>> topics = List.of(
                config.images(),
                Topics.MODEL_SNAPSHOTS,
                Topics.MODEL_CHANNELS,
                Topics.DRIFT_ANCHORS,
                Topics.DRIFT_REPORTS,
                Topics.TRAINING_REQUESTS);
        Map<String, Object> settings = KafkaSettings.admin(config.kafka(), "slipstream-drift-admin");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            retry.call("creating the topics", () -> TopicCreator.create(admin, BROKER_DEFAULT, topics));
        }
        for (Topic<?> topic : topics) {
            retry.call("registering the schema of " + topic.name(), () -> {
                Registry.register(registry, topic);
                return topic;
            });
        }
    }
}
