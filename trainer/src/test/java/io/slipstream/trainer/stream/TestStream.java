package io.slipstream.trainer.stream;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.trainer.TestSamples;
import io.slipstream.trainer.pixels.Keeping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/** A broker, and topics on it filled with tiny images. */
final class TestStream implements AutoCloseable {

    /** When the first image of a partition was sent. The broker deletes what is a week old. */
    static final Instant EARLY =
            ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(3_600);

    private static final int SIDE = 16;

    private final EmbeddedKafka broker;
    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://stream", Duration.ofMillis(200), Duration.ofMillis(200), Map.of()));

    TestStream(Path directory) throws IOException {
        this.broker = EmbeddedKafka.start(directory);
    }

    Map<String, String> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    Admin admin() {
        return Admin.create(KafkaSettings.admin(kafka(), "test"));
    }

    void create(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** Sends a transaction of images with the given seeds, one a second; it ends with a marker of its own. */
    void send(TopicPartition partition, int... seeds) throws Exception {
        var settings = KafkaSettings.producer(kafka(), "test");
        settings.put("transactional.id", "test-" + partition);
        try (var producer =
                new KafkaProducer<byte[], byte[]>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < seeds.length; i++) {
                producer.send(new ProducerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        EARLY.plusSeconds(i).toEpochMilli(),
                        null,
                        image(partition.topic(), seeds[i])));
            }
            producer.commitTransaction();
        }
    }

    /** The record of the image of a seed; a negative seed gives a record that cannot be read. */
    private byte[] image(String topic, int seed) {
        if (seed < 0) {
            return new byte[] {9, 8, 7};
        }
        ImageSample sample =
                TestSamples.sample(TestSamples.jpeg(seed, SIDE, SIDE)).build();
        return Objects.requireNonNull(new AvroSerializer<ImageSample>(registry).serialize(topic, sample));
    }

    RecordReader reader() {
        return reader(deserializer -> deserializer);
    }

    /** A reader whose deserializer is wrapped. */
    RecordReader reader(UnaryOperator<Deserializer<ImageSample>> wrapped) {
        return new RecordReader(
                wrapped.apply(new AvroDeserializer<>(registry, ImageSample.class)),
                SampleBytes.inline(),
                ConfigLoader.defaults(ImageLimits.class),
                Keeping.decoded(SIDE),
                Clock.systemUTC());
    }

    /** The next arrivals, each within 20 s. */
    static List<Arrival> take(Intake intake, int count) throws InterruptedException {
        List<Arrival> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(Objects.requireNonNull(intake.arrivals().poll(20, TimeUnit.SECONDS), "no arrival for 20 s"));
        }
        return taken;
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
