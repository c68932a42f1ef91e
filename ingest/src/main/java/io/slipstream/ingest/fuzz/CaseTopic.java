package io.slipstream.ingest.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends cases as plain records: the value is the image, the key is the source. */
final class CaseTopic implements CaseSink {

    private static final byte[] SOURCE = "fuzz".getBytes(UTF_8);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger tooLarge = new AtomicInteger();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    CaseTopic(String brokers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        16 << 20,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        64L << 20,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        60_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        30_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void accept(FuzzCase image) throws IOException {
        producer.send(new ProducerRecord<>(topic, SOURCE, image.bytes()), (metadata, exception) -> {
            if (exception == null) {
                acknowledged.incrementAndGet();
            } else if (exception instanceof RecordTooLargeException) {
                tooLarge.incrementAndGet();
            } else {
                failure.compareAndSet(null, exception);
            }
        });
        requireSent();
    }

    @Override
    public String finish() throws IOException {
        producer.flush();
        requireSent();
        return acknowledged + " acknowledged by " + topic + "\n" + tooLarge + " too large for it\n";
    }

    private void requireSent() throws IOException {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IOException("cannot send to " + topic + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
