package io.slipstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdeTest {

    private static final byte[] PIXELS = {1, 2, 3, 4, 5};

    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://" + UUID.randomUUID(), Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
    private final AvroSerializer<ImageSample> serializer = new AvroSerializer<>(registry);
    private final AvroDeserializer<ImageSample> deserializer = new AvroDeserializer<>(registry, ImageSample.class);

    @Test
    void aRecordIsReadBackAsItWasWritten() {
        ImageSample sample = sample();

        byte[] frame = write(sample);

        assertThat(deserializer.deserialize("images", frame)).isEqualTo(sample);
        assertThat(sample.getBytes().remaining())
                .as("the record's buffer is not consumed")
                .isEqualTo(PIXELS.length);
    }

    @Test
    void aFrameIsAZeroByteTheSchemaIdAndAvro() throws Exception {
        byte[] frame = write(sample());

        ByteBuffer header = ByteBuffer.wrap(frame);
        assertThat(header.get()).isZero();
        Schema writer = ((AvroSchema) registry.getSchemaById(header.getInt())).rawSchema();
        GenericRecord generic = new GenericDatumReader<GenericRecord>(writer)
                .read(null, DecoderFactory.get().binaryDecoder(frame, 5, frame.length - 5, null));
        assertThat(generic.get("source")).hasToString("camera-1");
        assertThat(generic.get("bytes")).isEqualTo(ByteBuffer.wrap(PIXELS));
    }

    @Test
    void aPartOfALargerBufferIsWrittenAlone() {
        ImageSample sample = sample();
        sample.setBytes(ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3, 9}, 2, 3).slice());

        ImageSample read = read(write(sample));

        assertThat(read.getBytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void aTombstoneStaysOne() {
        assertThat(serializer.serialize("images", null)).isNull();
        assertThat(deserializer.deserialize("images", null)).isNull();
    }

    @Test
    void theFirstRecordRegistersTheSchemaFullTransitive() throws Exception {
        write(sample());

        assertThat(registry.getAllSubjects()).containsExactly("images-value");
        assertThat(registry.getCompatibility("images-value")).isEqualTo("FULL_TRANSITIVE");
    }

    static List<Topic<?>> topics() {
        return Topics.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theRegisteredSchemaIsThePublishedOne(Topic<?> topic) throws Exception {
        Registry.register(registry, topic);
        Registry.register(registry, topic);

        String registered = registry.getLatestSchemaMetadata(topic.subject()).getSchema();
        assertThat(registry.getAllVersions(topic.subject())).containsExactly(1);
        assertThat(registered).doesNotContain("avro.java.string");
        assertThat(new Schema.Parser().parse(registered).toString())
                .isEqualTo(published(topic.valueType()).toString());
    }

    @Test
    void aRecordOfANewerProducerIsRead() throws Exception {
        Schema old = published(ImageSample.class);
        Schema newer = new Schema.Parser()
                .parse(
                        old.toString()
                                .replaceFirst(
                                        "\"fields\":\\[",
                                        "\"fields\":[{\"name\":\"gain\",\"type\":\"double\",\"default\":1.0,\"doc\":\"Gain.\"},"));
        assertThat(newer).isNotEqualTo(old);
        GenericRecord record = new GenericRecordBuilder(newer)
                .set("id", "abc")
                .set("source", "camera-1")
                .set("captureTime", 7L)
                .set("contentType", "image/png")
                .set("width", 3)
                .set("height", 4)
                .build();

        ImageSample read = read(frame(record));

        assertThat(read.getCaptureTime()).isEqualTo(Instant.ofEpochMilli(7));
        assertThat(read.getHeight()).isEqualTo(4);
        assertThat(read.getTags()).isEmpty();
    }

    @Test
    void bytesThatAreNoFrameAreABadFrame() {
        for (byte[] bytes : new byte[][] {{}, {0, 0, 0, 1}, {1, 0, 0, 0, 1, 5}, {'{', '"', 'i', 'd', '"', ':'}}) {
            assertThat(refusal(bytes)).isEqualTo(DeadLetterReason.BAD_FRAME);
        }
    }

    @Test
    void anIdTheRegistryDoesNotKnowIsAnUnknownSchema() {
        assertThat(refusal(new byte[] {0, 0, 0, 0x30, 0x39, 1, 2})).isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA);
    }

    @Test
    void aRecordOfAnotherTypeIsABadRecord() throws Exception {
        Schema other =
                SchemaBuilder.record("Other").fields().requiredString("id").endRecord();

        assertThat(refusal(frame(new GenericRecordBuilder(other).set("id", "x").build())))
                .isEqualTo(DeadLetterReason.BAD_RECORD);
        Registry.register(registry, Topics.PROBE_SCORES);
        int id = registry.getId("probe-scores-value", new AvroSchema(published(ProbeScore.class)));
        assertThat(refusal(ByteBuffer.allocate(40).put((byte) 0).putInt(id).array()))
                .isEqualTo(DeadLetterReason.BAD_RECORD);
    }

    @Test
    void aFrameCutAnywhereOrContinuedIsABadRecord() {
        byte[] frame = write(sample());

        for (int length = 5; length < frame.length; length++) {
            assertThat(refusal(Arrays.copyOf(frame, length))).isEqualTo(DeadLetterReason.BAD_RECORD);
        }
        assertThat(refusal(Arrays.copyOf(frame, frame.length + 1))).isEqualTo(DeadLetterReason.BAD_RECORD);
    }

    @Test
    void aDamagedLengthIsRefusedBeforeItIsAllocated() {
        byte[] frame = write(sample());
        byte[] header = Arrays.copyOf(frame, 5 + 5);
        // The first field is a string; this is a length of 2^31 - 10 in Avro's variable-length encoding.
        byte[] length = {(byte) 0xec, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        System.arraycopy(length, 0, header, 5, 5);

        assertThatThrownBy(() -> deserializer.deserialize("images", header))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("a length of 2147483638 where 0 bytes are left");
    }

    @Test
    void damagedBytesAreReadOrRefusedButNeverFailOtherwise() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] frame = write(sample());
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = frame.clone();
            for (int hit = 0; hit <= random.nextInt(3); hit++) {
                damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(deserializer.deserialize("images", damaged)).isNotNull();
            } catch (BadRecordException refused) {
                assertThat(refused.reason())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(DeadLetterReason.BAD_RECORD);
            }
        }
    }

    @Test
    void theDefaultsOfTheConfigurationAreValid() {
        assertThat(ConfigLoader.defaults(RegistryConfig.class).readTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> ConfigLoader.parse("url: registry:8081", "x.yaml", RegistryConfig.class))
                .hasMessageContaining("url: found 'registry:8081', allowed: http or https URLs, or mock://NAME");
    }

    private byte[] write(ImageSample sample) {
        return Objects.requireNonNull(serializer.serialize("images", sample));
    }

    private ImageSample read(byte[] frame) {
        return Objects.requireNonNull(deserializer.deserialize("images", frame));
    }

    private DeadLetterReason refusal(byte[] frame) {
        BadRecordException refused =
                catchThrowableOfType(BadRecordException.class, () -> deserializer.deserialize("images", frame));
        assertThat(refused).as("a refusal").isNotNull();
        return refused.reason();
    }

    private byte[] frame(GenericRecord record) throws Exception {
        int id = registry.register("other-value", new AvroSchema(record.getSchema()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static Schema published(Class<?> type) throws Exception {
        Path history = Path.of("src/main/avro/history", type.getSimpleName());
        int newest = Objects.requireNonNull(history.toFile().list()).length;
        return new Schema.Parser().parse(history.resolve("v" + newest + ".avsc").toFile());
    }

    private static ImageSample sample() {
        return ImageSample.newBuilder()
                .setId("5f".repeat(32))
                .setSource("camera-1")
                .setCaptureTime(Instant.parse("2026-11-22T14:00:00.123Z"))
                .setContentType("image/jpeg")
                .setWidth(32)
                .setHeight(24)
                .setBytes(ByteBuffer.wrap(PIXELS))
                .setTags(Map.of("site", "north"))
                .build();
    }
}
