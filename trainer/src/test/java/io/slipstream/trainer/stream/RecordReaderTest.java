package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.blob.BlobFetcherConfig;
import io.slipstream.schemas.blob.BlobStore;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.trainer.TestSamples;
import io.slipstream.trainer.pixels.Keeping;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");
    private static final ImageLimits LIMITS = new ImageLimits(new ByteSize(100_000), 64 * 64);
    private static final Keeping KEEPING = Keeping.decoded(16);
    private static final byte[] JPEG = TestSamples.jpeg(1, 40, 30);

    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://record-reader", Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
    private final RecordReader reader = new RecordReader(
            new AvroDeserializer<>(registry, ImageSample.class),
            SampleBytes.inline(),
            LIMITS,
            KEEPING,
            Clock.fixed(NOW, ZoneOffset.UTC));

    private Arrival read(byte @Nullable [] value) {
        byte[] key = "camera-1".getBytes(StandardCharsets.UTF_8);
        return reader.read(new ConsumerRecord<>("images", 2, 41, key, value));
    }

    private Arrival read(ImageSample.Builder sample) {
        return read(encoded(sample));
    }

    private byte[] encoded(ImageSample.Builder sample) {
        return Objects.requireNonNull(new AvroSerializer<ImageSample>(registry).serialize("images", sample.build()));
    }

    private static DeadLetter letter(Arrival arrival, DeadLetterReason reason) {
        assertThat(arrival).isInstanceOf(Arrival.Refused.class);
        DeadLetter letter = ((Arrival.Refused) arrival).letter();
        assertThat(letter.getReason()).isEqualTo(reason);
        return letter;
    }

    @Test
    void anImageIsDecodedToTheSizeOfTraining() {
        Arrival arrival = read(TestSamples.sample(JPEG));
        assertThat(arrival).isInstanceOfSatisfying(Arrival.Decoded.class, decoded -> {
            assertThat(decoded.partition()).isEqualTo(new TopicPartition("images", 2));
            assertThat(decoded.offset()).isEqualTo(41);
            assertThat(decoded.image().id()).isEqualTo(TestSamples.sha256(JPEG));
            assertThat(decoded.image().pixels().rgb()).hasSize(3 * 16 * 16);
        });
    }

    @Test
    void threadsThatShareAReaderReadWhatOneReads() {
        List<byte[]> values = IntStream.range(0, 40)
                .mapToObj(seed -> encoded(TestSamples.sample(TestSamples.jpeg(seed, 40, 30))))
                .toList();
        List<Arrival> alone = values.stream().map(this::read).toList();
        List<Arrival> together = values.parallelStream().map(this::read).toList();
        for (int i = 0; i < values.size(); i++) {
            TrainingImage expected = ((Arrival.Decoded) alone.get(i)).image();
            TrainingImage found = ((Arrival.Decoded) together.get(i)).image();
            assertThat(found.id()).isEqualTo(expected.id());
            assertThat(found.pixels().rgb()).containsExactly(expected.pixels().rgb());
        }
    }

    @Test
    void aLetterSaysWhereTheRecordWasAndCarriesItsBytes() {
        byte[] value = {1, 2, 3};
        Arrival arrival = read(value);
        DeadLetter letter = letter(arrival, DeadLetterReason.BAD_FRAME);
        assertThat(arrival)
                .asInstanceOf(type(Arrival.OfRecord.class))
                .returns(new TopicPartition("images", 2), Arrival.OfRecord::partition)
                .returns(41L, Arrival.OfRecord::offset);
        assertThat(letter.getStage()).isEqualTo("trainer");
        assertThat(letter.getTime()).isEqualTo(NOW);
        assertThat(letter.getSource()).isEqualTo("camera-1");
        assertThat(letter.getTopic()).isEqualTo("images");
        assertThat(letter.getPartition()).isEqualTo(2);
        assertThat(letter.getOffset()).isEqualTo(41);
        assertThat(letter.getSize()).isEqualTo(3);
        assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(value));
    }

    @Test
    void aRecordWithoutAValueIsRefusedAsEmpty() {
        DeadLetter letter = letter(read((byte[]) null), DeadLetterReason.EMPTY);
        assertThat(letter.getSize()).isZero();
    }

    @Test
    void aRecordOfNoBytesIsRefusedAsEmpty() {
        letter(read(new byte[0]), DeadLetterReason.EMPTY);
    }

    @Test
    void aRecordWithoutAKeyIsRefusedWithoutASource() {
        Arrival arrival = reader.read(new ConsumerRecord<>("images", 2, 41, null, new byte[] {9}));
        assertThat(letter(arrival, DeadLetterReason.BAD_FRAME).getSource()).isEmpty();
    }

    @Test
    void aSchemaIdThatTheRegistryDoesNotKnowIsRefused() {
        byte[] value = encoded(TestSamples.sample(JPEG));
        ByteBuffer.wrap(value).putInt(1, 987_654);
        assertThat(letter(read(value), DeadLetterReason.UNKNOWN_SCHEMA).getMessage())
                .contains("987654");
    }

    @Test
    void aRecordThatIsCutOffIsRefused() {
        byte[] value = encoded(TestSamples.sample(JPEG));
        letter(read(Arrays.copyOf(value, 60)), DeadLetterReason.BAD_RECORD);
    }

    @Test
    void anImageWithoutAFrameIsTrainedOn() {
        assertThat(read(JPEG)).isInstanceOf(Arrival.Decoded.class);
    }

    @Test
    void aLabelledSampleIsRefused() {
        DeadLetter letter = letter(read(TestSamples.sample(JPEG).setLabel("cat")), DeadLetterReason.LABELLED);
        assertThat(letter.getMessage()).contains("label");
    }

    @Test
    void aSampleWithoutBytesIsRefused() {
        ImageSample.Builder sample = TestSamples.sample(JPEG)
                .setBytes(null)
                .setReference(new BlobReference("file:///x", 3L, TestSamples.sha256(JPEG)));
        letter(read(sample), DeadLetterReason.UNREADABLE);
    }

    @Test
    void theBytesOfALargeImageAreFetchedFromTheStoreAndAReferenceToNothingIsRefused(@TempDir Path directory)
            throws Exception {
        BlobFetcherConfig store = ConfigLoader.parse("store: '" + directory + "'", "test", BlobFetcherConfig.class);
        BlobReference reference;
        try (BlobStore blobs = BlobStore.open(store.store(), store.s3())) {
            reference = blobs.put(JPEG, TestSamples.sha256(JPEG));
        }
        ImageSample.Builder sample = TestSamples.sample(JPEG).setBytes(null).setReference(reference);
        try (SampleBytes bytes = SampleBytes.open(Optional.of(store), LIMITS.maxBytes())) {
            RecordReader fetching = new RecordReader(
                    new AvroDeserializer<>(registry, ImageSample.class), bytes, LIMITS, KEEPING, Clock.systemUTC());

            assertThat(fetching.read(new ConsumerRecord<>("images", 2, 41, null, encoded(sample))))
                    .isInstanceOf(Arrival.Decoded.class);

            Files.delete(Path.of(URI.create(reference.getUri())));
            try (SampleBytes later = SampleBytes.open(Optional.of(store), LIMITS.maxBytes())) {
                RecordReader missing = new RecordReader(
                        new AvroDeserializer<>(registry, ImageSample.class), later, LIMITS, KEEPING, Clock.systemUTC());
                letter(
                        missing.read(new ConsumerRecord<>("images", 2, 41, null, encoded(sample))),
                        DeadLetterReason.BLOB_MISSING);
            }
        }
    }

    @Test
    void aSampleOfNoBytesIsRefusedAsEmpty() {
        letter(read(TestSamples.sample(new byte[0])), DeadLetterReason.EMPTY);
    }

    @Test
    void bytesThatAreNotThoseOfTheIdAreRefused() {
        String other = TestSamples.sha256(new byte[0]);
        DeadLetter letter = letter(read(TestSamples.sample(JPEG).setId(other)), DeadLetterReason.HASH_MISMATCH);
        assertThat(letter.getMessage()).contains(other, TestSamples.sha256(JPEG));
    }

    @Test
    void aTruncatedJpegIsRefusedAsTruncated() {
        byte[] cut = Arrays.copyOf(JPEG, JPEG.length - 40);
        letter(read(TestSamples.sample(cut)), DeadLetterReason.TRUNCATED);
    }

    @Test
    void whatIsNoImageIsRefusedForItsFormat() {
        letter(
                read(TestSamples.sample("no image".getBytes(StandardCharsets.UTF_8))),
                DeadLetterReason.UNSUPPORTED_FORMAT);
    }

    @Test
    void anImageOfTooManyPixelsIsRefused() {
        DeadLetter letter =
                letter(read(TestSamples.sample(TestSamples.jpeg(1, 65, 64))), DeadLetterReason.TOO_MANY_PIXELS);
        assertThat(letter.getMessage()).contains("65 x 64");
    }

    @Test
    void anImageOfTooManyBytesIsRefused() {
        byte[] large = Arrays.copyOf(JPEG, 100_001);
        letter(read(TestSamples.sample(large)), DeadLetterReason.TOO_MANY_BYTES);
    }

    @Test
    void aLetterTooLargeForItsTopicLeavesTheBytesOut() {
        byte[] large = new byte[(1 << 20) + 1];
        large[0] = 1;
        DeadLetter letter = letter(read(large), DeadLetterReason.TOO_MANY_BYTES);
        assertThat(letter.getPayload()).isNull();
        assertThat(letter.getSize()).isEqualTo((1 << 20) + 1);
    }
}
