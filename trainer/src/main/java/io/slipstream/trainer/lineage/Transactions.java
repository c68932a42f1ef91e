package io.slipstream.trainer.lineage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one transaction after another to a known end: committed, or a failure after which nothing more is published.
 *
 * <p>A commit or abort that the broker has not answered in time is asked for again and never followed by anything else,
 * so no transaction is committed twice. Whoever interrupts a transaction leaves its end unknown, which ends the
 * publishing too. Thread-safe: callers take turns in the order they came.
 */
final class Transactions implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Transactions.class);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final String model;
    private final Producer<String, byte[]> producer;
    private final ConsumerGroupMetadata group;
    private final Duration giveUpAfter;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable LineageException failure;

    /**
     * Transactions of a producer that this closes.
     *
     * @param group group whose offsets the transactions set
     * @param giveUpAfter longest time for one transaction
     */
    Transactions(String model, Producer<String, byte[]> producer, ConsumerGroupMetadata group, Duration giveUpAfter) {
        this.model = model;
        this.producer = producer;
        this.group = group;
        this.giveUpAfter = giveUpAfter;
    }

    /**
     * Fences every earlier producer of the model and waits until what they left open is finished.
     *
     * @throws LineageException if the broker refuses or stays away
     */
    void takeOver() throws InterruptedException {
        inTurn("taking over the lineage", patience -> insist(producer::initTransactions, patience));
    }

    /**
     * Commits a transaction.
     *
     * @throws LineageException if that is impossible, now or since an earlier transaction
     */
    void commit(Transaction transaction) throws InterruptedException {
        inTurn("committing " + transaction.what(), patience -> {
            Optional<RuntimeException> broken = attempt(transaction, patience);
            while (broken.isPresent()) {
                patience.pause(reason(broken.get()), broken.get());
                broken = attempt(transaction, patience);
            }
        });
    }

    /** Throws what ended the publishing, if anything did. */
    void check() {
        LineageException found = failure;
        if (found != null) {
            throw found;
        }
    }

    /** Aborts what is open, as far as the broker answers within 10 s. */
    @Override
    public void close() {
        producer.close(CLOSING);
    }

    private void inTurn(String doing, Task task) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            check();
            task.run(new Patience(doing, giveUpAfter));
        } catch (InterruptException | InterruptedException e) {
            Thread.interrupted(); // Kafka's exception leaves the flag set
            failure = new LineageException("Interrupted while " + doing + ": whether it happened is not known", e);
            throw (InterruptedException) new InterruptedException(doing).initCause(e);
        } catch (LineageException e) {
            failure = e;
            throw e;
        } catch (RuntimeException e) {
            LineageException end = end(doing, e);
            failure = end;
            throw end;
        } finally {
            turn.unlock();
        }
    }

    /** Tries once; empty when committed, else what a further try may overcome. */
    private Optional<RuntimeException> attempt(Transaction transaction, Patience patience) throws InterruptedException {
        List<ProducerRecord<String, byte[]>> records;
        try {
            records = transaction.records().get();
        } catch (RetriableException registryIsAway) {
            return Optional.of(registryIsAway);
        }
        producer.beginTransaction();
        try {
            records.forEach(producer::send); // commitTransaction tells what became of them
            producer.sendOffsetsToTransaction(transaction.offsets(), group);
            tell(transaction, "Committing ");
            insist(producer::commitTransaction, patience);
            tell(transaction, "Committed ");
            return Optional.empty();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            abort(transaction, e, patience);
            return Optional.of(e);
        }
    }

    /** Aborts a transaction; throws what broke it unless that may be overcome. */
    private void abort(Transaction transaction, RuntimeException broken, Patience patience)
            throws InterruptedException {
        Severity severity = Severity.of(broken);
        if (severity == Severity.FENCED || severity == Severity.EXPIRED) {
            throw broken;
        }
        log.atWarn()
                .addKeyValue("what", transaction.what())
                .addKeyValue("id", transaction.id())
                .addKeyValue("cause", reason(broken))
                .log("Aborting a transaction");
        insist(producer::abortTransaction, patience);
        if (severity == Severity.FINAL) {
            throw broken;
        }
    }

    /** Asks until there is an answer: what a time-out leaves unknown must be asked for again before anything else. */
    private static void insist(Runnable call, Patience patience) throws InterruptedException {
        while (true) {
            try {
                call.run();
                return;
            } catch (TimeoutException e) {
                patience.pause(reason(e), e);
            }
        }
    }

    private LineageException end(String doing, RuntimeException e) {
        return switch (Severity.of(e)) {
            case FENCED -> new FencedException(model, e);
            case EXPIRED ->
                new LineageException(
                        "The broker has aborted a transaction of model '" + model + "' at " + doing
                                + ", because it was open for longer than transaction.timeout.ms, and takes nothing more from"
                                + " this trainer. Start it again: it goes on from its last checkpoint.",
                        e);
            case TEMPORARY, FINAL -> new LineageException("Failed at " + doing + ": " + reason(e), e);
        };
    }

    /** In words; the bare exception that the producer puts around what broke a transaction says nothing. */
    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause();
        return cause != null && e.getClass() == KafkaException.class ? cause.toString() : e.toString();
    }

    private static void tell(Transaction transaction, String done) {
        log.atLevel(transaction.level()).addKeyValue("id", transaction.id()).log(done + transaction.what());
    }

    @FunctionalInterface
    private interface Task {
        void run(Patience patience) throws InterruptedException;
    }
}
