package io.slipstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Avro's own writer is the oracle. */
class SampleFrameTest {

    private static final String TOPIC = Topics.IMAGES_RAW.name();

    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://sample-frame", Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
    private final AvroSerializer<ImageSample> avro = new AvroSerializer<>(registry);
    private final int schemaId = Registry.register(registry, Topics.IMAGES_RAW);

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isTheSameByteForByteAsWhatAvroWrites(long seed) {
        Random random = new Random(seed);
        ImageSample sample = sample(random, random.nextInt(70_000));

        byte[] frame = SampleFrame.of(schemaId, sample);

        assertThat(frame).isEqualTo(avro.serialize(TOPIC, sample));
        assertThat(new AvroDeserializer<>(registry, ImageSample.class).deserialize(TOPIC, frame))
                .isEqualTo(sample);
    }

    @Test
    void writesAReferenceInPlaceOfBytes() {
        ImageSample sample = sample(new Random(5), 0);
        sample.setBytes(null);
        sample.setReference(new BlobReference("s3://bucket/ü", 1L << 40, "ab".repeat(32)));

        assertThat(SampleFrame.of(schemaId, sample)).isEqualTo(avro.serialize(TOPIC, sample));
    }

    @Test
    void leavesTheImageWhereItIs() {
        ImageSample sample = sample(new Random(6), 100);
        ByteBuffer window = ByteBuffer.wrap(new byte[100], 20, 30);
        sample.setBytes(window);

        assertThat(SampleFrame.of(schemaId, sample)).isEqualTo(avro.serialize(TOPIC, sample));
        assertThat(window.remaining()).isEqualTo(30);
    }

    private static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static ImageSample sample(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Map<String, String> tags = new TreeMap<>();
        for (int tag = random.nextInt(4); tag > 0; tag--) {
            tags.put("tag-" + tag, "ü€😀".repeat(random.nextInt(40)));
        }
        return ImageSample.newBuilder()
                .setId("0123456789abcdef".repeat(4))
                .setSource("line-" + random.nextInt())
                .setCaptureTime(Instant.ofEpochMilli(random.nextLong() >> random.nextInt(64)))
                .setContentType("image/jpeg")
                .setWidth(random.nextInt() >>> random.nextInt(32))
                .setHeight(random.nextInt() >>> random.nextInt(32))
                .setBytes(ByteBuffer.wrap(bytes))
                .setTags(tags)
                .build();
    }
}
