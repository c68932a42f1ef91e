package io.slipstream.trainer.stream;

import io.slipstream.schemas.topic.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka clients of one intake.
 *
 * @param consumer reads the stream; it throws where an offset does not exist, so that lost data is seen
 * @param admin tells which topic it is
 */
record StreamClients(Consumer<byte[], byte[]> consumer, Admin admin) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StreamClients.class);

    /** Opens clients with the user's client properties. */
    static StreamClients open(Map<String, String> kafka, String clientId) {
        Map<String, Object> settings = KafkaSettings.consumer(kafka, clientId);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        Admin admin = Admin.create(KafkaSettings.admin(kafka, clientId));
        try {
            return new StreamClients(
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()), admin);
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    /** A watch on the topic that is read. */
    TopicWatch watch(String topic, Duration every, LongSupplier nanoTime) {
        return TopicWatch.on(admin, topic, every, nanoTime);
    }

    @Override
    public void close() {
        try (admin) {
            consumer.close();
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("The consumer did not close in order");
        }
    }
}
