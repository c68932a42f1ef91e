package io.slipstream.deploy.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.BrokerServer;
import io.slipstream.deploy.standalone.RegistryServer;
import io.slipstream.deploy.standalone.Servers;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;

/**
 * {@code slipstream prime}: runs the broker and the registry once, with one record sent and read, while each of the three
 * JVMs keeps the classes it loads in an archive for its next start. That saves a start about half its processor time.
 *
 * <p>This JVM's own archive is asked for by the launcher script, by an option of the JVM.
 */
@Command(name = "prime", hidden = true, description = "Writes the class data archives of the installation.")
public final class PrimeCommand implements Callable<Integer> {
    private static final String ARCHIVE_OPTION = "-XX:ArchiveClassesAtExit=";
    private static final Duration DUMP_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofSeconds(10);

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Installation installation = Installation.current();
        Path archives = Files.createDirectories(installation.archive("broker").getParent());
        Path scratch = Files.createTempDirectory(archives, "prime");
        DemoOptions options = new DemoOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                scratch,
                LoopbackPort.free(),
                LoopbackPort.free());
        DemoPlan plan = new DemoPlan(options, Instant.now(), options.port(), options.registryPort());
        BrokerServer broker = BrokerServer.start(
                BrokerServer.command(scratch.resolve("broker"), plan.port())
                        .with(ARCHIVE_OPTION + installation.archive("broker")),
                plan.port(),
                plan.logs().resolve("broker.log"));
        RegistryServer registry = RegistryServer.start(
                RegistryServer.command(installation, scratch.resolve("registry"), plan.registryPort())
                        .with(ARCHIVE_OPTION + installation.archive("registry")),
                plan.registryPort(),
                plan.logs().resolve("registry.log"));
        try (ChildProcess brokerProcess = broker.process();
                ChildProcess registryProcess = registry.process()) {
            sendAndRead(plan, new Servers(broker, registry).prepare(Topics.all()));
            brokerProcess.stop(DUMP_LIMIT);
            registryProcess.stop(DUMP_LIMIT);
        }
        return 0;
    }

    private static void sendAndRead(DemoPlan plan, SchemaRegistryClient schemas)
            throws InterruptedException, ExecutionException {
        Map<String, String> kafka = Map.of("bootstrap.servers", plan.bootstrapServers());
        DeadLetter letter = DeadLetter.newBuilder()
                .setTime(plan.startedAt())
                .setStage("prime")
                .setReason(DeadLetterReason.EMPTY)
                .setMessage("")
                .setSource("")
                .setSize(0)
                .build();
        try (TopicFollower follower = TopicFollower.from(plan.startedAt(), plan.bootstrapServers(), schemas);
                KafkaProducer<String, DeadLetter> producer = new KafkaProducer<>(
                        KafkaSettings.producer(kafka, "slipstream-prime"),
                        new StringSerializer(),
                        new AvroSerializer<>(schemas))) {
            producer.send(new ProducerRecord<>(Topics.IMAGES_DEAD_LETTER.name(), letter))
                    .get();
            follower.poll(POLL);
        }
    }
}
