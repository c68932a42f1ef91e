package io.slipstream.client;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Sends images to {@code images.raw}, each under the SHA-256 of its bytes.
 *
 * <p>An image's header is checked and its bytes are hashed on the caller's thread; no pixel is decoded. Sending is
 * idempotent and waits for every in-sync replica, so an image whose {@link Receipt} came is on the topic once. Images of
 * one source stay in the order of {@code send} as long as nothing has to be sent again. What is refused comes back with
 * its typed reason, on no topic: the caller has the bytes and knows what to do with them.
 *
 * <p>At most {@link ImageProducerBuilder#inFlight} bytes lie between {@code send} and acknowledgement. When that much
 * does, {@link #send} waits, for {@link ImageProducerBuilder#maxBlock} at the longest, and {@link #trySend} says so.
 *
 * <p>Thread-safe; one producer serves a whole program. Futures complete on the producer's own thread: what takes long
 * after them belongs on another, for instance by {@code thenAcceptAsync}.
 */
public final class ImageProducer implements AutoCloseable {

    /** So that with its record an image fits a message, whatever the characters. */
    private static final int MAX_TAG_CHARACTERS = 16_000;

    private final Producer<String, byte[]> producer;
    private final int schemaId;
    private final String topic;
    private final ImageLimits limits;
    private final Room room;
    private final Duration maxBlock;
    private final Duration deliveryTimeout;

    ImageProducer(
            Producer<String, byte[]> producer,
            int schemaId,
            String topic,
            ImageLimits limits,
            ByteSize inFlight,
            Duration maxBlock,
            Duration deliveryTimeout) {
        this.producer = producer;
        this.schemaId = schemaId;
        this.topic = topic;
        this.limits = limits;
        this.room = new Room(inFlight.bytes());
        this.maxBlock = maxBlock;
        this.deliveryTimeout = deliveryTimeout;
    }

    /**
     * A producer with every default: see {@link ImageProducerBuilder}.
     *
     * @param kafka any Kafka client property; {@code bootstrap.servers} above all
     * @param registryUrl address of the schema registry, with the path of its API if it has one
     * @throws KafkaException as {@link ImageProducerBuilder#connect}
     */
    public static ImageProducer connect(Map<String, String> kafka, String registryUrl) {
        return builder(kafka, registryUrl).connect();
    }

    /** A producer to be set up: the arguments are those of {@link #connect}. */
    public static ImageProducerBuilder builder(Map<String, String> kafka, String registryUrl) {
        return new ImageProducerBuilder(kafka, registryUrl);
    }

    /**
     * Sends an image. Returns when there is room for it; the future completes when the broker has acknowledged it.
     *
     * <p>The future fails with a {@link BadImageException} if the image is refused, a {@link NotAcknowledgedException}
     * if it is worth another try, or a {@link ProducerFailedException} if it is not.
     *
     * @param bytes the encoded image; not to be altered before the future completes
     * @param source key of the source: see {@link io.slipstream.schemas.sample.SourceKey}
     * @param captureTime when the image was taken; cut to milliseconds
     * @param tags free context, together at most 16,000 characters; never read by training
     * @throws IllegalArgumentException if {@code source} cannot name a source, or the tags are too long
     * @throws InterruptException if the thread is interrupted while it waits for room
     */
    public CompletableFuture<Receipt> send(byte[] bytes, String source, Instant captureTime, Map<String, String> tags) {
        try {
            return send(Samples.of(bytes, source, captureTime, tags, limits));
        } catch (BadImageException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /**
     * Sends a sample that was made by {@link Samples} or refers to bytes elsewhere; as
     * {@link #send(byte[], String, Instant, Map)}, but its image is not looked at.
     *
     * @throws IllegalArgumentException if it has a label, which belongs to probe sets, or its tags are too long
     */
    public CompletableFuture<Receipt> send(ImageSample sample) {
        check(sample);
        long share = room.share(size(sample));
        try {
            if (!room.tryTake(share, maxBlock)) {
                return CompletableFuture.failedFuture(new NotAcknowledgedException(
                        "expected room for " + size(sample) + " bytes within " + maxBlock.toMillis() + " ms, found "
                                + room.taken() + " bytes not yet acknowledged",
                        null));
            }
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
        return dispatch(sample, share);
    }

    /**
     * Sends an image if there is room for it now; empty if there is none, and then nothing was done. Otherwise as
     * {@link #send(byte[], String, Instant, Map)}. It waits for nothing but, as Kafka's producer does, for its topic to
     * be found again once every broker is lost, and for that no longer than {@link ImageProducerBuilder#maxBlock}.
     */
    public Optional<CompletableFuture<Receipt>> trySend(
            byte[] bytes, String source, Instant captureTime, Map<String, String> tags) {
        try {
            return trySend(Samples.of(bytes, source, captureTime, tags, limits));
        } catch (BadImageException refused) {
            return Optional.of(CompletableFuture.failedFuture(refused));
        }
    }

    /** As {@link #trySend(byte[], String, Instant, Map)}, for a sample as {@link #send(ImageSample)} takes it. */
    public Optional<CompletableFuture<Receipt>> trySend(ImageSample sample) {
        check(sample);
        long share = room.share(size(sample));
        return room.tryTake(share) ? Optional.of(dispatch(sample, share)) : Optional.empty();
    }

    /** Bytes sent and not yet acknowledged, the share of their records included. */
    public long bytesInFlight() {
        return room.taken();
    }

    /** Waits until the future of every image sent so far is complete. */
    public void flush() {
        producer.flush();
    }

    /**
     * Waits until the future of every image sent is complete, then closes; {@link ImageProducerBuilder#deliveryTimeout}
     * at the longest, as no image is waited for longer. An image that is sent afterwards fails with a
     * {@link ProducerFailedException}.
     */
    @Override
    public void close() {
        // Without a limit Kafka's producer never closes if it has not yet had its id from a broker that is away.
        producer.close(deliveryTimeout);
    }

    /** As {@link #close()}, but what is not acknowledged after {@code patience} fails. */
    public void close(Duration patience) {
        producer.close(patience);
    }

    private CompletableFuture<Receipt> dispatch(ImageSample sample, long share) {
        String id = sample.getId();
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        try {
            producer.send(
                    new ProducerRecord<>(topic, sample.getSource(), SampleFrame.of(schemaId, sample)),
                    (metadata, problem) -> {
                        room.giveBack(share);
                        complete(receipt, id, metadata, problem);
                    });
        } catch (RuntimeException | Error neverSent) {
            room.giveBack(share);
            if (neverSent instanceof InterruptException) {
                throw neverSent;
            }
            receipt.completeExceptionally(failure(id, neverSent));
        }
        return receipt;
    }

    private static void complete(
            CompletableFuture<Receipt> receipt, String id, RecordMetadata metadata, @Nullable Exception problem) {
        if (problem == null) {
            receipt.complete(new Receipt(id, metadata.topic(), metadata.partition(), metadata.offset()));
        } else {
            receipt.completeExceptionally(failure(id, problem));
        }
    }

    private static Exception failure(String id, Throwable problem) {
        String message = "image " + id + " was not acknowledged: " + problem.getMessage();
        return problem instanceof RetriableException
                ? new NotAcknowledgedException(message, problem)
                : new ProducerFailedException(message, problem);
    }

    private static int size(ImageSample sample) {
        return sample.getBytes() == null ? 0 : sample.getBytes().remaining();
    }

    private static void check(ImageSample sample) {
        if (sample.getLabel() != null) {
            throw new IllegalArgumentException("expected no label on a training topic, found one");
        }
        int characters = 0;
        for (Map.Entry<String, String> tag : sample.getTags().entrySet()) {
            characters += tag.getKey().length() + tag.getValue().length();
        }
        if (characters > MAX_TAG_CHARACTERS) {
            throw new IllegalArgumentException(
                    "expected tags of together at most " + MAX_TAG_CHARACTERS + " characters, found " + characters);
        }
    }
}
