package io.slipstream.ingest.gateway;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts refused images on {@code images.dead-letter}. Thread-safe; the producer is closed with it. */
final class DeadLetters {

    private static final String STAGE = "gateway";

    private final Producer<String, byte[]> producer;
    private final AvroSerializer<DeadLetter> serializer;
    private final long payloadLimit;
    private final Clock clock;

    /** @param payloadLimit a refused image of up to this many bytes is kept */
    DeadLetters(
            Producer<String, byte[]> producer, AvroSerializer<DeadLetter> serializer, long payloadLimit, Clock clock) {
        this.producer = producer;
        this.serializer = serializer;
        this.payloadLimit = payloadLimit;
        this.clock = clock;
    }

    /**
     * What was refused.
     *
     * @param sender who sent it
     * @param source from which source
     * @param name what the sender calls it; may be empty
     * @param size its bytes, as far as they are known
     * @param bytes the image; none if they are not there
     */
    @SuppressWarnings("ArrayRecordComponent") // written once and handed on; never compared
    record RefusedImage(String sender, String source, String name, long size, byte[] bytes) {

        /** One that was too large to be read. */
        static RefusedImage unread(String sender, String source, long size) {
            return new RefusedImage(sender, source, "", size, new byte[0]);
        }

        private String origin() {
            return "sender " + sender + (name.isEmpty() ? "" : ", " + name);
        }
    }

    /** Completes when the broker has acknowledged the letter. */
    CompletableFuture<Void> publish(RefusedImage image, DeadLetterReason reason, String message) {
        boolean kept = image.bytes().length == image.size() && image.size() <= payloadLimit;
        DeadLetter letter = DeadLetter.newBuilder()
                .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setStage(STAGE)
                .setReason(reason)
                .setMessage(message)
                .setSource(image.source())
                .setOrigin(image.origin())
                .setSize(image.size())
                .setPayload(kept ? ByteBuffer.wrap(image.bytes()) : null)
                .build();
        String topic = Topics.IMAGES_DEAD_LETTER.name();
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            byte[] value = serializer.serialize(topic, letter);
            producer.send(new ProducerRecord<>(topic, image.source(), value), (metadata, problem) -> {
                if (problem == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(problem);
                }
            });
        } catch (RuntimeException notSent) {
            done.completeExceptionally(notSent);
        }
        return done;
    }

    /** Waits for the letters that are not acknowledged yet, but not for longer than {@code patience}. */
    void close(Duration patience) {
        producer.close(patience);
    }
}
