package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.topic.Retry;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Publishes what was found out, one record at a time: nothing is in flight between two calls. */
final class RecordPublisher implements AutoCloseable {

    private final Producer<String, SpecificRecord> producer;
    private final Retry retry;

    /** @param producer closed with the publisher */
    RecordPublisher(Producer<String, SpecificRecord> producer, Retry retry) {
        this.producer = producer;
        this.retry = retry;
    }

    /** Returns when the broker has the record. */
    void publish(String topic, String key, SpecificRecord found) {
        retry.call("publishing " + key + " to " + topic, () -> send(new ProducerRecord<>(topic, key, found)));
    }

    private Object send(ProducerRecord<String, SpecificRecord> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
