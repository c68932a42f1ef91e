package io.slipstream.schemas.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ProbeSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampleReaderTest {

    private static final ImageLimits LIMITS = new ImageLimits(ByteSize.ofKiB(100), 64 * 64);
    private static final long SENT = Instant.parse("2026-11-22T15:00:00Z").toEpochMilli();
    private static final Instant TAKEN = Instant.parse("2026-11-22T14:59:58.250Z");
    private static final byte[] PNG = png(40, 30);

    private final SchemaRegistryClient registry = Registry.connect(
            new RegistryConfig("mock://sample-reader", Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
    private final SampleReader reader = new SampleReader(new AvroDeserializer<>(registry, ImageSample.class), LIMITS);
    private final Headers headers = new RecordHeaders();

    private static byte[] png(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR), "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private ImageSample read(@Nullable String key, byte @Nullable [] value) throws RefusedSampleException {
        return reader.read("images.raw", key == null ? null : key.getBytes(UTF_8), value, headers, SENT);
    }

    private byte[] framed(ImageSample sample) {
        return Objects.requireNonNull(new AvroSerializer<ImageSample>(registry).serialize("images.raw", sample));
    }

    private static ImageSample.Builder sample() throws Exception {
        return ImageSample.newBuilder(Samples.of(PNG, "camera-1", TAKEN, Map.of("line", "7"), LIMITS));
    }

    private void isRefused(@Nullable String key, byte @Nullable [] value, DeadLetterReason reason) {
        assertThatThrownBy(() -> read(key, value))
                .asInstanceOf(type(RefusedSampleException.class))
                .returns(reason, RefusedSampleException::reason);
    }

    @Test
    void aFramedSampleIsReadAsItWasWritten() throws Exception {
        assertThat(read("camera-1", framed(sample().build()))).isEqualTo(sample().build());
    }

    @Test
    void aPlainRecordIsASampleOfItsKeyAndTimestamp() throws Exception {
        ImageSample sample = read("camera/2", PNG);

        assertThat(sample.getId()).isEqualTo(Sha256.of(PNG));
        assertThat(sample.getSource()).isEqualTo("camera/2");
        assertThat(sample.getCaptureTime()).isEqualTo(Instant.ofEpochMilli(SENT));
        assertThat(sample.getContentType()).isEqualTo("image/png");
        assertThat(sample.getWidth()).isEqualTo(40);
        assertThat(sample.getHeight()).isEqualTo(30);
        assertThat(sample.getBytes()).isEqualTo(ByteBuffer.wrap(PNG));
        assertThat(sample.getTags()).isEmpty();
    }

    @Test
    void headersOfAPlainRecordComeBeforeItsKeyAndTimestamp() throws Exception {
        headers.add(PlainRecord.SOURCE, "camera-3".getBytes(UTF_8));
        headers.add(PlainRecord.CAPTURE_TIME, TAKEN.toString().getBytes(UTF_8));
        headers.add(PlainRecord.TAG + "site", "north".getBytes(UTF_8));
        headers.add("traceparent", new byte[] {1});

        ImageSample sample = read("something else", PNG);

        assertThat(sample.getSource()).isEqualTo("camera-3");
        assertThat(sample.getCaptureTime()).isEqualTo(TAKEN);
        assertThat(sample.getTags()).containsExactly(Map.entry("site", "north"));
    }

    @Test
    void aCaptureTimeMayBeMilliseconds() throws Exception {
        headers.add(
                PlainRecord.CAPTURE_TIME, Long.toString(TAKEN.toEpochMilli()).getBytes(UTF_8));

        assertThat(read("camera-1", PNG).getCaptureTime()).isEqualTo(TAKEN);
    }

    @Test
    void aCaptureTimeThatIsNoneIsRefused() {
        headers.add(PlainRecord.CAPTURE_TIME, "yesterday".getBytes(UTF_8));

        isRefused("camera-1", PNG, DeadLetterReason.BAD_RECORD);
    }

    @Test
    void aPlainRecordWithoutASourceIsRefused() {
        isRefused(null, PNG, DeadLetterReason.BAD_SOURCE);
        isRefused("a key with blanks", PNG, DeadLetterReason.BAD_SOURCE);
    }

    @Test
    void whatIsNeitherFramedNorAnImageIsABadFrame() {
        isRefused("camera-1", "no image".getBytes(UTF_8), DeadLetterReason.BAD_FRAME);
        isRefused("camera-1", new byte[] {0, 1}, DeadLetterReason.BAD_FRAME);
    }

    @Test
    void aPlainImageOverTheLimitsIsRefused() {
        isRefused("camera-1", png(65, 64), DeadLetterReason.TOO_MANY_PIXELS);
    }

    @Test
    void aRecordWithoutAValueIsEmpty() {
        isRefused("camera-1", null, DeadLetterReason.EMPTY);
        isRefused("camera-1", new byte[0], DeadLetterReason.EMPTY);
    }

    @Test
    void aLabelIsRefused() throws Exception {
        isRefused("camera-1", framed(sample().setLabel("cat").build()), DeadLetterReason.LABELLED);
    }

    @Test
    void aLabelledImageOfAProbeSetIsNoImageToLearnFrom() throws Exception {
        ProbeSample labelled = ProbeSample.newBuilder()
                .setProbeSet("parts")
                .setSha256(Sha256.of(PNG))
                .setLabel("cat")
                .setTime(TAKEN)
                .setBytes(ByteBuffer.wrap(PNG))
                .build();

        isRefused(
                "camera-1",
                new AvroSerializer<ProbeSample>(registry).serialize("images.raw", labelled),
                DeadLetterReason.BAD_RECORD);
    }

    @Test
    void bytesThatDoNotMatchTheIdAreRefused() throws Exception {
        byte[] altered = framed(sample().setBytes(ByteBuffer.wrap(png(8, 8))).build());

        isRefused("camera-1", altered, DeadLetterReason.HASH_MISMATCH);
    }

    @Test
    void aReferenceIsHandedOnWithoutBytes() throws Exception {
        BlobReference elsewhere = new BlobReference("file:///blobs/x", (long) PNG.length, Sha256.of(PNG));
        ImageSample referring = sample().setBytes(null).setReference(elsewhere).build();

        assertThat(read("camera-1", framed(referring)).getReference()).isEqualTo(elsewhere);
        isRefused("camera-1", framed(sample().setBytes(null).build()), DeadLetterReason.UNREADABLE);
    }

    @Test
    void aSourceKeyIsShortPrintableAndSaidToBeWrongInWords() {
        assertThat(SourceKey.check("site-1/line:7.cam_2")).isEqualTo("site-1/line:7.cam_2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SourceKey.check("a\nb"))
                .withMessageContaining("1 to 200 characters")
                .withMessageContaining("\"a?b\"");
        assertThat(SourceKey.isValid("")).isFalse();
        assertThat(SourceKey.isValid("x".repeat(201))).isFalse();
    }
}
