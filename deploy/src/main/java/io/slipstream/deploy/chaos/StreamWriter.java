package io.slipstream.deploy.chaos;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.camera.CameraConfig;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes a {@link StreamPlan} to the topic of images, with frames of the synthetic camera. Not thread-safe. */
final class StreamWriter {
    private static final int SIDE = 32;
    private static final int LINES = 4;
    private static final int RUN_LENGTH = 32;
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(5);
    private static final int CUT_OFF_BYTES = 30;

    private final String bootstrapServers;
    private final AvroSerializer<ImageSample> serializer;
    private final Camera camera;
    private final Instant start;

    /**
     * A writer.
     *
     * @param seed of the camera
     * @param start timestamp of the first record; see {@link #timestamp}
     */
    StreamWriter(String bootstrapServers, SchemaRegistryClient registry, long seed, Instant start) {
        this.bootstrapServers = bootstrapServers;
        this.serializer = new AvroSerializer<>(registry);
        this.camera = new Camera(new CameraConfig(seed, LINES, SIDE, RUN_LENGTH, List.of()));
        this.start = start;
    }

    /** Timestamp of a record by its number among all: one per millisecond, so that a time names a place in the stream. */
    Instant timestamp(int entry) {
        return start.plusMillis(entry);
    }

    /**
     * Writes all records and waits for the broker to have them.
     *
     * @throws IOException if the broker refuses one, or it does not lie where the plan says, as on a topic that was not empty
     */
    void write(StreamPlan plan) throws IOException, InterruptedException {
        Map<String, Object> settings =
                KafkaSettings.producer(Map.of("bootstrap.servers", bootstrapServers), "slipstream-chaos");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < plan.entries().size(); i++) {
                sent.add(producer.send(record(plan.entries().get(i), timestamp(i))));
            }
            for (int i = 0; i < sent.size(); i++) {
                requirePlace(plan.entries().get(i), sent.get(i).get().offset());
            }
        } catch (ExecutionException e) {
            throw new IOException("The broker refused a record of " + Topics.IMAGES.name() + ": " + e.getMessage(), e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(StreamPlan.Entry entry, Instant time) {
        byte[] key = Camera.key(entry.partition()).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(
                Topics.IMAGES.name(), entry.partition(), time.toEpochMilli(), key, value(entry, time));
    }

    private byte @Nullable [] value(StreamPlan.Entry entry, Instant time) {
        byte[] image = frame(entry.frame());
        return switch (entry.content()) {
            case IMAGE, DUPLICATE -> encoded(sample(image, time));
            case EMPTY -> null;
            case BAD_FRAME -> new byte[] {9, 8, 7};
            case LABELLED -> encoded(sample(image, time).setLabel("part"));
            case TRUNCATED -> encoded(sample(Arrays.copyOf(image, image.length - CUT_OFF_BYTES), time));
            case HASH_MISMATCH -> encoded(sample(image, time).setId(Sha256.of(new byte[0])));
        };
    }

    private byte[] frame(long number) {
        return camera.frame((int) (number % LINES), number / LINES, BETWEEN_FRAMES.multipliedBy(number))
                .jpeg();
    }

    private static ImageSample.Builder sample(byte[] image, Instant time) {
        return ImageSample.newBuilder()
                .setId(Sha256.of(image))
                .setSource("chaos")
                .setCaptureTime(time)
                .setContentType("image/jpeg")
                .setWidth(SIDE)
                .setHeight(SIDE)
                .setBytes(ByteBuffer.wrap(image));
    }

    private byte @Nullable [] encoded(ImageSample.Builder sample) {
        return serializer.serialize(Topics.IMAGES.name(), sample.build());
    }

    private static void requirePlace(StreamPlan.Entry entry, long offset) throws IOException {
        if (offset != entry.offset()) {
            throw new IOException("%s-%d: expected the record at offset %d, found it at %d; the topic was not empty"
                    .formatted(Topics.IMAGES.name(), entry.partition(), entry.offset(), offset));
        }
    }
}
