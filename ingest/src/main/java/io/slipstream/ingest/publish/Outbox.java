package io.slipstream.ingest.publish;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The producer: one record for every verdict, every acknowledgement looked at. The first failed record fails the outbox
 * for good, because what comes after it would be out of order. Not thread-safe.
 */
final class Outbox implements AutoCloseable {

    /** What becomes of a record; told from another thread. */
    interface Fate {
        void acknowledged();

        void failed();
    }

    private final String topic;
    private final Producer<String, byte[]> producer;
    private final AvroSerializer<ImageSample> samples;
    private final AvroSerializer<DeadLetter> letters;
    private final Patience patience;
    private final Totals totals;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * @param topic where images go
     * @param settings producer settings without serializers
     */
    Outbox(
            String topic,
            Map<String, Object> settings,
            SchemaRegistryClient registry,
            Patience patience,
            Totals totals) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.samples = new AvroSerializer<>(registry);
        this.letters = new AvroSerializer<>(registry);
        this.patience = patience;
        this.totals = totals;
    }

    /**
     * Sends a record, and tells its fate.
     *
     * @throws UnavailableException if this or an earlier record could not be sent
     */
    void send(Verdict verdict, Fate fate) throws UnavailableException, InterruptedException {
        check();
        if (verdict instanceof Verdict.Accepted accepted) {
            ImageSample sample = accepted.sample();
            byte[] value = patience.insist("serializing for " + topic, () -> samples.serialize(topic, sample));
            long size = accepted.size();
            send(new ProducerRecord<>(topic, sample.getSource(), value), () -> totals.countPublished(size), fate);
        } else if (verdict instanceof Verdict.Refused refused) {
            DeadLetter letter = refused.letter();
            String name = Topics.IMAGES_DEAD_LETTER.name();
            byte[] value = patience.insist("serializing for " + name, () -> letters.serialize(name, letter));
            send(new ProducerRecord<>(name, letter.getSource(), value), totals::countRefused, fate);
        } else {
            throw new AssertionError(verdict);
        }
    }

    private void send(ProducerRecord<String, byte[]> outgoing, Runnable count, Fate fate) {
        producer.send(outgoing, (metadata, problem) -> {
            if (problem == null) {
                count.run();
                fate.acknowledged();
            } else {
                totals.countFailed();
                failure.compareAndSet(null, problem);
                fate.failed();
            }
        });
    }

    /** @throws UnavailableException if a record has failed */
    void check() throws UnavailableException {
        Exception problem = failure.get();
        if (problem != null) {
            throw new UnavailableException(
                    "The broker did not take a record: " + problem.getMessage() + " (" + totals.failed() + " failed)",
                    problem);
        }
    }

    /** Waits for no acknowledgement: what has none yet is counted as failed. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
