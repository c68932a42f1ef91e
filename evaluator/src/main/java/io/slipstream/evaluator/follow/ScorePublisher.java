package io.slipstream.evaluator.follow;

import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.topic.Topics;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Publishes scores under the key {@code snapshotId/probeSet}, so that scoring again replaces.
 *
 * <p>Returns when the broker has the record: nothing is in flight between two calls.
 */
final class ScorePublisher implements AutoCloseable {

    private final Producer<String, ProbeScore> producer;
    private final Retry retry;

    /** @param producer closed with the publisher */
    ScorePublisher(Producer<String, ProbeScore> producer, Retry retry) {
        this.producer = producer;
        this.retry = retry;
    }

    void publish(ProbeScore score) {
        String key = score.getSnapshotId() + "/" + score.getProbeSet();
        retry.call(
                "publishing the score " + key,
                () -> send(new ProducerRecord<>(Topics.PROBE_SCORES.name(), key, score)));
    }

    private Object send(ProducerRecord<String, ProbeScore> scored) {
        try {
            return producer.send(scored).get();
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
