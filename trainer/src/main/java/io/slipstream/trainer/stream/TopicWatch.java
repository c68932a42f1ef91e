package io.slipstream.trainer.stream;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the cluster now and then, without waiting, which topic has a name. Not thread-safe. */
final class TopicWatch {

    private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);

    private final String topic;
    private final Supplier<Future<TopicDescription>> describe;
    private final long everyNanos;
    private final LongSupplier nanoTime;
    private long askedNanos;
    private @Nullable Future<TopicDescription> question;

    /**
     * A watch on one topic.
     *
     * @param describe asks the cluster about it
     * @param every time between two questions
     * @param nanoTime monotonic time
     */
    TopicWatch(String topic, Supplier<Future<TopicDescription>> describe, Duration every, LongSupplier nanoTime) {
        this.topic = topic;
        this.describe = describe;
        this.everyNanos = every.toNanos();
        this.nanoTime = nanoTime;
        this.askedNanos = nanoTime.getAsLong();
    }

    /** A watch that asks through an admin client. */
    static TopicWatch on(Admin admin, String topic, Duration every, LongSupplier nanoTime) {
        return new TopicWatch(
                topic,
                () -> Objects.requireNonNull(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic)),
                every,
                nanoTime);
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws IllegalStateException if there is no such topic
     */
    TopicIdentity now() {
        try {
            return identity(describe.get().get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException("expected a topic '" + topic + "', found none", e);
            }
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The answer to the last question if it has just come in; asks the next one when it is time. */
    Optional<TopicIdentity> poll() {
        if (question == null) {
            if (nanoTime.getAsLong() - askedNanos >= everyNanos) {
                question = describe.get();
                askedNanos = nanoTime.getAsLong();
            }
            return Optional.empty();
        }
        if (!question.isDone()) {
            return Optional.empty();
        }
        Future<TopicDescription> answered = question;
        question = null;
        return answer(answered);
    }

    private Optional<TopicIdentity> answer(Future<TopicDescription> answered) {
        try {
            return Optional.of(identity(answered.get()));
        } catch (ExecutionException e) {
            log.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("cause", String.valueOf(e.getCause()))
                    .log("Could not look whether the topic has changed, trying again");
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private TopicIdentity identity(TopicDescription description) {
        return new TopicIdentity(
                topic,
                description.topicId().toString(),
                description.partitions().size());
    }
}
