package io.slipstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageProducerTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int LARGE = 700_000;

    private final MockProducer<String, byte[]> kafka = new MockProducer<>(
            Cluster.empty(), false, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());
    private final ImageProducer images = new ImageProducer(
            kafka,
            7,
            "images.raw",
            new ImageLimits(ByteSize.ofMiB(2), 1_000_000),
            ByteSize.ofMiB(1),
            Duration.ofMillis(20),
            Duration.ofSeconds(5));

    @Test
    void anAcknowledgedImageHasAReceiptThatNamesItByItsContent() throws Exception {
        byte[] image = TestImages.png(1);
        CompletableFuture<Receipt> receipt = images.send(image, "gate", NOON, Map.of());
        assertThat(receipt).isNotDone();

        kafka.completeNext();

        assertThat(receipt.get()).isEqualTo(new Receipt(Sha256.of(image), "images.raw", 0, 0));
        assertThat(kafka.history()).singleElement().satisfies(sent -> {
            assertThat(sent.topic()).isEqualTo("images.raw");
            assertThat(sent.key()).isEqualTo("gate");
        });
        assertThat(images.bytesInFlight()).isZero();
    }

    @Test
    void aRefusedImageFailsWithItsReasonAndIsNotSent() {
        CompletableFuture<Receipt> text =
                images.send("no image".getBytes(StandardCharsets.UTF_8), "gate", NOON, Map.of());
        Optional<CompletableFuture<Receipt>> empty = images.trySend(new byte[0], "gate", NOON, Map.of());

        assertThat(reason(text)).isEqualTo(DeadLetterReason.UNSUPPORTED_FORMAT);
        assertThat(reason(empty.orElseThrow())).isEqualTo(DeadLetterReason.EMPTY);
        assertThat(kafka.history()).isEmpty();
        assertThat(images.bytesInFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "zeile-ü", "a\nb"})
    void aSourceThatIsNoneIsTheCallersMistake(String source) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.send(TestImages.png(1), source, NOON, Map.of()))
                .withMessageContaining("source key");
    }

    @Test
    void tagsThatNoMessageHasRoomForAreTheCallersMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.send(TestImages.png(1), "gate", NOON, Map.of("note", "x".repeat(16_000))))
                .withMessageContaining("at most 16000 characters, found 16004");
    }

    @Test
    void whenItsBoundIsReachedTrySendSaysSoAndSendGivesUpInTime() {
        CompletableFuture<Receipt> first = images.send(padded(1), "gate", NOON, Map.of());

        assertThat(images.trySend(padded(2), "gate", NOON, Map.of())).isEmpty();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> images.send(padded(2), "gate", NOON, Map.of()).get())
                .withCauseInstanceOf(NotAcknowledgedException.class)
                .withMessageContaining("expected room for " + LARGE + " bytes within 20 ms");

        kafka.completeNext();
        assertThat(first).isCompleted();
        assertThat(images.trySend(padded(2), "gate", NOON, Map.of())).isPresent();
        assertThat(images.send(TestImages.png(3), "gate", NOON, Map.of())).isNotDone();
    }

    @Test
    void anImageLargerThanTheBoundIsSentAlone() {
        byte[] huge = Arrays.copyOf(TestImages.png(1), 1 << 21);

        images.send(huge, "gate", NOON, Map.of());

        assertThat(kafka.history()).hasSize(1);
        assertThat(images.trySend(TestImages.png(2), "gate", NOON, Map.of())).isEmpty();
    }

    @Test
    void whatPassesIsWorthAnotherTryAndWhatStaysIsNot() {
        assertThat(causeAfter(new TimeoutException("no broker"))).isInstanceOf(NotAcknowledgedException.class);
        assertThat(causeAfter(new TopicAuthorizationException("denied"))).isInstanceOf(ProducerFailedException.class);
        assertThat(causeAfter(new RecordTooLargeException("too large"))).isInstanceOf(ProducerFailedException.class);
        assertThat(images.bytesInFlight()).isZero();
    }

    @Test
    void afterCloseNothingIsSent() {
        images.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() ->
                        images.send(TestImages.png(1), "gate", NOON, Map.of()).get())
                .withCauseInstanceOf(ProducerFailedException.class);
        assertThat(images.bytesInFlight()).isZero();
    }

    @Test
    void anInterruptedWaitSendsNothing() {
        images.send(padded(1), "gate", NOON, Map.of());
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptException.class)
                .isThrownBy(() -> images.send(padded(2), "gate", NOON, Map.of()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(kafka.history()).hasSize(1);
    }

    private Throwable causeAfter(RuntimeException problem) {
        CompletableFuture<Receipt> receipt = images.send(TestImages.png(1), "gate", NOON, Map.of());
        kafka.errorNext(problem);
        return failure(receipt);
    }

    private static DeadLetterReason reason(CompletableFuture<Receipt> receipt) {
        assertThat(failure(receipt)).isInstanceOf(BadImageException.class);
        return ((BadImageException) failure(receipt)).reason();
    }

    private static Throwable failure(CompletableFuture<Receipt> receipt) {
        return receipt.handle((sent, problem) -> problem).join();
    }

    /** A PNG with bytes after its end, which no header check minds. */
    private static byte[] padded(int number) {
        return Arrays.copyOf(TestImages.png(number), LARGE);
    }
}
