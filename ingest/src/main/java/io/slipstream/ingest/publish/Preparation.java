package io.slipstream.ingest.publish;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.ImageSample;
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
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/** What must be there before the first record: the topics and their schemas. */
final class Preparation {

    /** Short, so that every try to reach a broker that is away ends in a line of the log. */
    private static final int TRY_MILLIS = 5_000;

    private static final short BROKER_DEFAULT = -1;

    private Preparation() {}

    /**
     * Makes them.
     *
     * @param images where images go
     * @return the id of that topic, which another topic of the same name never has
     */
    static Uuid prepare(
            Topic<ImageSample> images, Map<String, String> kafka, SchemaRegistryClient registry, Patience patience)
            throws UnavailableException, InterruptedException {
        List<Topic<?>> topics = List.of(images, Topics.IMAGES_DEAD_LETTER);
        Map<String, Object> settings = KafkaSettings.admin(kafka, "slipstream-ingest-admin");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        for (Topic<?> topic : topics) {
            patience.insist("registering the schema of " + topic.name(), () -> {
                Registry.register(registry, topic);
                return topic;
            });
        }
        try (Admin admin = Admin.create(settings)) {
            patience.insist("creating the topics", () -> TopicCreator.create(admin, BROKER_DEFAULT, topics));
            return patience.insist("asking for the topic " + images.name(), () -> id(admin, images.name()));
        }
    }

    private static Uuid id(Admin admin, String topic) {
        try {
            Map<String, TopicDescription> found =
                    admin.describeTopics(List.of(topic)).allTopicNames().get();
            return found.values().iterator().next().topicId();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        }
    }
}
