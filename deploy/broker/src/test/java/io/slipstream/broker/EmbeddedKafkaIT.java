package io.slipstream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final TopicPartition PARTITION = new TopicPartition("letters", 0);

    private final Path directory;

    EmbeddedKafkaIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void recordsSurviveARestartOnOtherPorts() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            createTopic(broker);
            send(broker, "a", "b");
        }
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            send(broker, "c");
            assertThat(read(broker, 3)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aTakenBrokerPortIsNamedAndASecondStartWorks() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(directory, port, LoopbackPort.free()))
                    .withMessage(
                            "The broker port 127.0.0.1:%d is in use by another process: stop that process, or choose another port.",
                            port);
            try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
                createTopic(broker);
                assertThat(broker.fault()).isNotDone();
            }
        }
    }

    @Test
    void aTakenControllerPortIsNamedAndASecondStartWorks() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(directory, LoopbackPort.free(), port))
                    .withMessageStartingWith("The controller port 127.0.0.1:%d is in use", port);
            EmbeddedKafka.start(directory).close();
        }
    }

    @Test
    void aSecondBrokerOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            createTopic(broker);
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(directory))
                    .withMessageStartingWith("Another broker is running on the data directory " + directory);
            send(broker, "a");
            assertThat(read(broker, 1)).containsExactly("a");
        }
    }

    @Test
    void onlyCommittedTransactionsAreRead() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory);
                KafkaProducer<String, String> producer = producer(broker, Map.of("transactional.id", "t"))) {
            createTopic(broker);
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PARTITION.topic(), "aborted")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PARTITION.topic(), "committed")).get();
            producer.commitTransaction();
            assertThat(read(broker, 1)).containsExactly("committed");
        }
    }

    @Test
    void aStartAfterAnUncleanStopFencesTheDeadBrokerAndKeepsTheRecords() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            createTopic(broker);
            send(broker, "a");
        }
        Files.delete(directory.resolve("data/.kafka_cleanshutdown"));
        assertThat(UncleanStop.happened(directory.resolve("data"))).isTrue();

        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            send(broker, "b");
            assertThat(read(broker, 2)).containsExactly("a", "b");
        }
        assertThat(UncleanStop.happened(directory.resolve("data"))).isFalse();
    }

    private static void createTopic(EmbeddedKafka broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(EmbeddedKafka broker, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = producer(broker, Map.of())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get();
            }
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka broker, Map<String, Object> more) {
        var settings = new HashMap<String, Object>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> read(EmbeddedKafka broker, int count) throws IOException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            List<String> values = new ArrayList<>();
            for (int polls = 0; polls < 100 && values.size() < count; polls++) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
