package io.slipstream.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.process.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerServerIT {
    private static final TopicPartition PARTITION = new TopicPartition("letters", 0);

    private final Path directory;

    BrokerServerIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void afterAKillInATransactionTheNextOneOfTheSameProducerCommitsAndIsRead() throws Exception {
        int port = LoopbackPort.free();
        BrokerServer first = start(port);
        try (KafkaProducer<String, String> producer = producer(port)) {
            first.awaitReady();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                        .all()
                        .get();
            }
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PARTITION.topic(), "committed")).get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PARTITION.topic(), "left open")).get();
            first.process().kill();
            first.process().await();
            producer.close(Duration.ZERO);
        }
        BrokerServer second = start(port);
        try (ChildProcess process = second.process();
                KafkaProducer<String, String> producer = producer(port)) {
            second.awaitReady();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PARTITION.topic(), "committed after"))
                    .get();
            producer.commitTransaction();

            assertThat(read(second, 2)).containsExactly("committed", "committed after");
            assertThat(process.lastLogLines(50)).anyMatch(line -> line.contains("Recovering from an unclean stop"));
        }
        assertThat(second.process().endedInOrder()).isTrue();
        assertThat(directory.resolve("broker/data/.kafka_cleanshutdown")).exists();
    }

    @Test
    void brokerAndRegistryStopWhenTheirSupervisorIsKilled() throws Exception {
        Path pids = directory.resolve("pids");
        JavaCommand command = JavaCommand.slipstream(DoomedSupervisor.class.getName(), List.of(), directory.toString());
        ChildProcess supervisor = ChildProcess.start("supervisor", command, directory.resolve("supervisor.log"));
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(pids));
            List<ProcessHandle> orphans = Files.readString(pids)
                    .lines()
                    .map(line -> ProcessHandle.of(Long.parseLong(line)).orElseThrow())
                    .toList();
            assertThat(orphans).hasSize(2).allMatch(ProcessHandle::isAlive);

            supervisor.kill();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> orphans.stream()
                    .noneMatch(BrokerServerIT::runs));
            assertThat(directory.resolve("broker/data/.kafka_cleanshutdown")).exists();
        } finally {
            supervisor.kill();
        }
    }

    /** A process that ended but that nobody has waited for has no command any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private BrokerServer start(int port) throws Exception {
        return BrokerServer.start(
                Installation.current(), directory.resolve("broker"), port, directory.resolve("broker.log"));
    }

    private static KafkaProducer<String, String> producer(int port) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + port, "transactional.id", "t"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> read(BrokerServer broker, int count) {
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
