package io.slipstream.evaluator.channel.log;

import io.slipstream.evaluator.topic.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one transaction after another to a known end.
 *
 * <p>A commit or abort that the broker has not answered in time is asked for again and never followed by anything else, so
 * no transaction is committed twice. After an exception nothing more may be published. Not thread-safe.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-98+-+Exactly+Once+Delivery+and+Transactional+Messaging">
 *     KIP-98</a>
 */
final class Transactions implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Transactions.class);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final String model;
    private final Producer<String, byte[]> producer;
    private final Retry retry;

    /** @param producer transactional; closed with this */
    Transactions(String model, Producer<String, byte[]> producer, Retry retry) {
        this.model = model;
        this.producer = producer;
        this.retry = retry;
    }

    /** Fences every earlier producer of the model and waits until what they left open is finished. */
    void takeOver() {
        insist("taking over the channels of " + model, producer::initTransactions);
    }

    /**
     * Commits records together, and returns when they are visible.
     *
     * @param records makes them; asked again for every try, since it needs the schema registry, which may be away
     * @throws FencedException if another promoter has taken over
     */
    void commit(String what, Supplier<List<ProducerRecord<String, byte[]>>> records) {
        try {
            retry.call("committing " + what, () -> attempt(what, records.get()));
        } catch (KafkaException e) {
            throw isFenced(e) ? new FencedException(model, e) : e;
        }
    }

    private boolean attempt(String what, List<ProducerRecord<String, byte[]>> records) throws IOException {
        producer.beginTransaction();
        try {
            records.forEach(producer::send); // the commit tells what became of them
            insist("committing " + what, producer::commitTransaction);
            return true;
        } catch (KafkaException broken) {
            if (isFenced(broken)) {
                throw broken;
            }
            log.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("cause", broken.toString())
                    .log("Aborting a transaction");
            insist("aborting " + what, producer::abortTransaction);
            if (isTemporary(broken)) {
                throw new IOException("The transaction was aborted: " + broken, broken);
            }
            throw broken;
        }
    }

    /** Asks until there is an answer: what a time-out leaves unknown must be asked for again before anything else. */
    private void insist(String what, Runnable call) {
        retry.call(what, () -> {
            try {
                call.run();
                return true;
            } catch (KafkaException e) {
                throw isFenced(e) ? new FencedException(model, e) : e;
            }
        });
    }

    private static boolean isFenced(Throwable failure) {
        return causes(failure)
                .anyMatch(
                        cause -> cause instanceof ProducerFencedException || cause instanceof InvalidTxnStateException);
    }

    /** An invalid epoch is no fencing yet: aborting tells, because the coordinator then answers that it is fenced. */
    private static boolean isTemporary(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof RetriableException
                        || cause instanceof TransactionAbortableException
                        || cause instanceof InvalidProducerEpochException
                        || cause instanceof OutOfOrderSequenceException);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
