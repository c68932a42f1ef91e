package io.slipstream.trainer.control;

import static io.slipstream.trainer.control.Requests.encoded;
import static io.slipstream.trainer.control.Requests.rewarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRequestsIT {

    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://" + UUID.randomUUID(), Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));

    private void send(Map<String, String> kafka, byte[]... values) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(
                        Topics.TRAINING_REQUESTS.name(), "a".getBytes(StandardCharsets.UTF_8), value));
            }
        }
    }

    @Test
    void whatIsAskedAfterTheStartIsHandedOutAndABrokerThatGoesAwayStopsNothing(@TempDir Path directory)
            throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(directory);
        Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (broker;
                Admin admin = Admin.create(KafkaSettings.admin(kafka, "test"))) {
            TopicCreator.create(admin, (short) 1, List.of(Topics.TRAINING_REQUESTS));
            send(kafka, encoded(registry, rewarm("a", "before the start")));

            try (TrainingRequests requests = TrainingRequests.open(
                    "a",
                    OptionalLong.empty(),
                    KafkaSettings.consumer(kafka, "requests"),
                    new AvroDeserializer<>(registry, TrainingRequest.class))) {
                send(
                        kafka,
                        encoded(registry, rewarm("a", "first")),
                        new byte[] {9, 8, 7},
                        encoded(registry, rewarm("b", "for another trainer")),
                        encoded(registry, rewarm("a", "second")));

                List<TrainingRequest> heard = new ArrayList<>();
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    heard.addAll(requests.poll());
                    return heard.size() >= 2;
                });
                assertThat(heard).containsExactly(rewarm("a", "first"), rewarm("a", "second"));

                broker.close();
                assertThat(requests.poll()).isEmpty();
            }
        }
    }
}
