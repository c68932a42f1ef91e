package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command's request reaches a running trainer, and its learning rate drops and rises again. */
class RewarmIT {

    private static final int IMAGES = 64;
    private static final double RATE = 0.002;

    private final Path directory;

    RewarmIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private Path configFile(EmbeddedKafka broker) throws Exception {
        return Files.writeString(directory.resolve("trainer.yaml"), """
                model: it
                threads: 1
                network: {image-size: 16}
                method: byol
                byol: {hidden: 32, projection: 16}
                optimizer: {learning-rate: %s, warm-up-steps: 60}
                batch: {size: 8, stream: 4, max-wait: 100ms, when-idle: replay}
                snapshot: {store: '%s', every: 1000000}
                checkpoint: {store: '%s'}
                metrics-every: 100ms
                kafka: {bootstrap.servers: '%s'}
                registry: {url: 'mock://rewarm-it'}
                """.formatted(
                        RATE, directory.resolve("store"), directory.resolve("checkpoints"), broker.bootstrapServers()));
    }

    private static void fillStream(TrainerConfig config, SchemaRegistryClient registry) {
        try (Admin admin = Admin.create(KafkaSettings.admin(config.kafka(), "test"))) {
            TopicCreator.create(admin, (short) 1, Topics.all());
        }
        try (KafkaProducer<String, ImageSample> producer = new KafkaProducer<>(
                KafkaSettings.producer(config.kafka(), "test"),
                new StringSerializer(),
                new AvroSerializer<>(registry))) {
            for (int i = 0; i < IMAGES; i++) {
                ImageSample sample =
                        TestSamples.sample(TestSamples.jpeg(i, 20, 16)).build();
                producer.send(new ProducerRecord<>(Topics.IMAGES.name(), "camera-1", sample));
            }
        }
    }

    private static CompletableFuture<Integer> start(TrainerConfig config, AtomicBoolean stop) {
        CompletableFuture<Integer> service = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                service.complete(TrainCommand.run(config, false, false, stop::get));
                            } catch (Exception e) {
                                service.completeExceptionally(e);
                            }
                        },
                        "trainer")
                .start();
        return service;
    }

    private static KafkaConsumer<String, TrainingMetrics> metrics(TrainerConfig config, SchemaRegistryClient registry) {
        KafkaConsumer<String, TrainingMetrics> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(config.kafka(), "test"),
                new StringDeserializer(),
                new AvroDeserializer<>(registry, TrainingMetrics.class));
        consumer.assign(List.of(new TopicPartition(Topics.TRAINING_METRICS.name(), 0)));
        return consumer;
    }

    @Test
    void theLearningRateOfARunningTrainerDropsAndRisesAgainOnRequest() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("broker"))) {
            Path file = configFile(broker);
            TrainerConfig config = ConfigLoader.load(file, TrainerConfig.class);
            SchemaRegistryClient registry = Registry.connect(config.registry());
            fillStream(config, registry);
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Integer> service = start(config, stop);
            List<Double> rates = new ArrayList<>();
            try (KafkaConsumer<String, TrainingMetrics> consumer = metrics(config, registry)) {
                Runnable read = () -> consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> rates.add(record.value().getLearningRate()));
                // Given a trainer past its warm-up
                awaitWhile(service, read, () -> rates.contains(RATE));
                assertThat(rates).isSorted();
                rates.clear();

                // When it is asked to warm up again
                StringWriter said = new StringWriter();
                int exit = new CommandLine(new RewarmCommand())
                        .setOut(new PrintWriter(said, true))
                        .execute("--config", file.toString(), "--reason", "the stream has changed");
                assertThat(exit).isZero();
                assertThat(said.toString()).hasLineCount(1).contains("it", "training-requests-0@0");

                // Then the rate drops and rises to its value
                awaitWhile(service, read, () -> rates.stream().anyMatch(rate -> rate < RATE));
                rates.removeIf(rate -> rate == RATE);
                awaitWhile(service, read, () -> rates.contains(RATE));
                assertThat(rates).isSorted();
            } finally {
                stop.set(true);
            }
            assertThat(service.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    /** Reads until a condition holds; fails with the service's own failure when that has ended. */
    private static void awaitWhile(CompletableFuture<Integer> service, Runnable read, BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            if (service.isDone()) {
                throw new IllegalStateException("the trainer ended with " + service.get());
            }
            read.run();
            return condition.getAsBoolean();
        });
    }
}
