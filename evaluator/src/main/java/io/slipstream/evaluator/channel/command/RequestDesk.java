package io.slipstream.evaluator.channel.command;

import io.slipstream.evaluator.channel.Promoter;
import io.slipstream.evaluator.channel.PromoterConfig;
import io.slipstream.evaluator.channel.decision.Citation;
import io.slipstream.evaluator.channel.decision.Coordinates;
import io.slipstream.evaluator.channel.log.ChannelTopics;
import io.slipstream.evaluator.channel.log.Connection;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends a request and brings back the decisions that answer it. */
final class RequestDesk {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Connection connection;
    private final PromoterConfig config;

    RequestDesk(Connection connection, PromoterConfig config) {
        this.connection = connection;
        this.config = config;
    }

    /**
     * Asks the running promoter.
     *
     * @return the decisions; empty if none came in time
     */
    List<ChannelPointer> ask(ChannelRequest request, Duration wait) {
        ChannelTopics.prepare(connection);
        try (TopicReader<ChannelPointer> decisions = connection.reader(Topics.MODEL_DECISIONS)) {
            String coordinates = send(request);
            long start = System.nanoTime();
            List<ChannelPointer> answers = new ArrayList<>();
            while (answers.isEmpty() && System.nanoTime() - start < wait.toNanos()) {
                decisions.readNew(POLL).forEach(decision -> {
                    if (isAnswer(decision.value(), coordinates)) {
                        answers.add(decision.value());
                    }
                });
            }
            return answers;
        }
    }

    /** Becomes the promoter for as long as it takes to answer; one that runs is fenced and ends. */
    List<ChannelPointer> decide(ChannelRequest request) {
        ChannelTopics.prepare(connection);
        String coordinates = send(request);
        try (Promoter promoter =
                Promoter.takeOver(connection, config.gates(), config.quietAfter(), Clock.systemUTC())) {
            return promoter.answerRequests().stream()
                    .filter(decision -> isAnswer(decision, coordinates))
                    .toList();
        }
    }

    private static boolean isAnswer(ChannelPointer decision, String request) {
        return request.equals(decision.getEvidence().get(Citation.REQUEST));
    }

    private String send(ChannelRequest request) {
        try (Producer<String, ChannelRequest> producer = new KafkaProducer<>(
                KafkaSettings.producer(connection.kafka(), "slipstream-snapshots"),
                new StringSerializer(),
                new AvroSerializer<>(connection.registry()))) {
            long offset = producer.send(
                            new ProducerRecord<>(Topics.CHANNEL_REQUESTS.name(), request.getModelId(), request))
                    .get()
                    .offset();
            return Coordinates.of(Topics.CHANNEL_REQUESTS, offset);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
