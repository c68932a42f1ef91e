package io.slipstream.trainer.control;

import static io.slipstream.trainer.control.Requests.encoded;
import static io.slipstream.trainer.control.Requests.rewarm;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.TrainingAction;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TrainingRequestsTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.TRAINING_REQUESTS.name(), 0);
    private static final long END = 7; // of the topic, when the trainer starts

    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://" + UUID.randomUUID(), Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
    private final AvroDeserializer<TrainingRequest> deserializer =
            new AvroDeserializer<>(registry, TrainingRequest.class);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Logger logger = (Logger) LoggerFactory.getLogger(TrainingRequests.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final TrainingRequests requests;
    private boolean registryIsDown;
    private long next = END;

    TrainingRequestsTest() {
        consumer.updateEndOffsets(Map.of(PARTITION, END));
        requests = new TrainingRequests("a", OptionalLong.empty(), consumer, this::read);
    }

    private @Nullable TrainingRequest read(String topic, byte @Nullable [] value) {
        if (registryIsDown) {
            throw new RetriableException("the registry does not answer") {};
        }
        return deserializer.deserialize(topic, value);
    }

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        requests.close();
    }

    private void arrives(byte @Nullable [] value) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, next++, new byte[] {'a'}, value));
    }

    private void arrives(TrainingRequest request) {
        arrives(encoded(registry, request));
    }

    @Test
    void requestsForTheModelAreHandedOutOnceAndInTheirOrder() {
        arrives(rewarm("a", "first"));
        arrives(rewarm("b", "for another trainer"));
        arrives(rewarm("a", "second"));

        assertThat(requests.poll()).containsExactly(rewarm("a", "first"), rewarm("a", "second"));
        assertThat(requests.poll()).isEmpty();
        assertThat(logged.list).isEmpty();
    }

    @Test
    void readingStartsAtTheEndOfTheTopic() {
        assertThat(consumer.position(PARTITION)).isEqualTo(END);
    }

    @Test
    void whatCannotBeReadOrIsNotUnderstoodIsLoggedWithItsCoordinatesAndPassedOver() {
        arrives(new byte[] {9, 8, 7});
        arrives((byte @Nullable []) null);
        TrainingRequest unknown = rewarm("a", "from a newer version");
        unknown.setAction(TrainingAction.UNKNOWN);
        arrives(unknown);
        arrives(rewarm("a", "after them"));

        assertThat(requests.poll()).containsExactly(rewarm("a", "after them"));
        assertThat(logged.list)
                .extracting(event -> event.getKeyValuePairs().get(0).value)
                .containsExactly("training-requests-0@7", "training-requests-0@8", "training-requests-0@9");
    }

    @Test
    void anUnknownActionForAnotherModelIsNobodysBusinessHere() {
        TrainingRequest unknown = rewarm("b", "from a newer version");
        unknown.setAction(TrainingAction.UNKNOWN);
        arrives(unknown);

        assertThat(requests.poll()).isEmpty();
        assertThat(logged.list).isEmpty();
    }

    @Test
    void aBrokerThatFailsIsSaidOnceAndRequestsComeThroughAfterwards() {
        fail(3);
        assertThat(logged.list).hasSize(1);

        arrives(rewarm("a", "after the outage"));
        assertThat(requests.poll()).containsExactly(rewarm("a", "after the outage"));

        fail(2);
        assertThat(logged.list).as("the next outage is said as well").hasSize(2);
    }

    private void fail(int polls) {
        for (int i = 0; i < polls; i++) {
            consumer.setPollException(new KafkaException("no broker"));
            assertThat(requests.poll()).isEmpty();
        }
    }

    @Test
    void noRequestIsLostWhileTheRegistryCannotBeAsked() {
        arrives(rewarm("a", "early"));
        arrives(rewarm("a", "late"));
        registryIsDown = true;
        assertThat(requests.poll()).isEmpty();
        assertThat(requests.poll()).isEmpty();
        assertThat(logged.list).hasSize(1);

        registryIsDown = false;
        assertThat(requests.poll()).isEqualTo(List.of(rewarm("a", "early"), rewarm("a", "late")));
    }
}
