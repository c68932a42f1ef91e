package io.slipstream.ingest.deadletter;

import io.slipstream.schemas.sample.PlainRecord;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends refused inputs to images.raw again, each with the coordinates of its letter in the header
 * {@value FoundLetter#REPLAYED}. The bytes are those of the letter, or those of the refused record where the letter has
 * none and the record has not expired. Not thread-safe.
 */
final class Replay implements AutoCloseable {

    private final Original original;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long lost;

    Replay(Map<String, String> kafka) {
        this.original = new Original(kafka);
        this.producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "slipstream-dead-letter"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends one; what cannot be had any more is counted as lost. */
    void send(FoundLetter found) {
        Optional<ProducerRecord<byte[], byte[]>> outgoing = outgoing(found);
        if (outgoing.isEmpty()) {
            lost++;
            return;
        }
        producer.send(outgoing.get(), (metadata, problem) -> {
            if (problem == null) {
                sent.incrementAndGet();
            } else {
                failure.compareAndSet(null, problem);
            }
        });
    }

    /**
     * Waits until the brokers have everything.
     *
     * @throws KafkaException if they did not take something
     */
    void finish() {
        producer.flush();
        Exception problem = failure.get();
        if (problem != null) {
            throw new KafkaException(
                    "A record was not taken after " + sent + " were: " + problem.getMessage(), problem);
        }
    }

    /** Records that the brokers have acknowledged. */
    long sent() {
        return sent.get();
    }

    /** Letters without bytes whose records have expired. */
    long lost() {
        return lost;
    }

    private Optional<ProducerRecord<byte[], byte[]>> outgoing(FoundLetter found) {
        ByteBuffer payload = found.letter().getPayload();
        if (payload != null) {
            byte[] value = new byte[payload.remaining()];
            payload.duplicate().get(value);
            Headers headers = new RecordHeaders(found.headers());
            if (headers.lastHeader(PlainRecord.CAPTURE_TIME) == null) {
                long time = found.letter().getTime().toEpochMilli();
                headers.add(PlainRecord.CAPTURE_TIME, utf8(Long.toString(time)));
            }
            return Optional.of(marked(utf8(found.letter().getSource()), value, headers, found));
        }
        return original.find(found.letter()).map(refused -> marked(refused, found));
    }

    private static ProducerRecord<byte[], byte[]> marked(ConsumerRecord<byte[], byte[]> refused, FoundLetter found) {
        Headers headers = new RecordHeaders(refused.headers());
        if (headers.lastHeader(PlainRecord.CAPTURE_TIME) == null) {
            headers.add(PlainRecord.CAPTURE_TIME, utf8(Long.toString(refused.timestamp())));
        }
        return marked(refused.key(), refused.value(), headers, found);
    }

    private static ProducerRecord<byte[], byte[]> marked(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers, FoundLetter found) {
        headers.remove(FoundLetter.REPLAYED).add(FoundLetter.REPLAYED, utf8(found.coordinates()));
        return new ProducerRecord<>(Topics.IMAGES_RAW.name(), null, key, value, headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        original.close();
    }
}
