package io.slipstream.trainer.lineage;

import io.slipstream.schemas.record.TrainingMetrics;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes training metrics in their order on a thread of its own, so that training never waits for a broker.
 *
 * <p>While the broker is away the newest records wait; older ones are dropped. Thread-safe.
 */
final class MetricsQueue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MetricsQueue.class);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Publisher publisher;
    private final ThreadPoolExecutor thread;
    private final AtomicLong dropped = new AtomicLong();

    /** Publishes one record, however long it takes, and remembers by itself what ends the publishing for good. */
    @FunctionalInterface
    interface Publisher {
        void publish(TrainingMetrics metrics) throws InterruptedException;
    }

    /**
     * A queue.
     *
     * @param capacity records that wait at most, besides the one that is being published
     */
    MetricsQueue(String model, int capacity, Publisher publisher) {
        this.publisher = publisher;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(capacity),
                task -> {
                    Thread thread = new Thread(task, "metrics-" + model);
                    thread.setDaemon(true);
                    return thread;
                },
                this::makeRoom);
    }

    /**
     * Publishes a record some time later.
     *
     * @throws RejectedExecutionException after {@link #close}
     */
    void add(TrainingMetrics metrics) {
        thread.execute(() -> publish(metrics));
    }

    /** Publishes what waits, for up to 10 s; the rest is dropped. */
    @Override
    public void close() {
        thread.shutdown();
        boolean isDone;
        try {
            isDone = thread.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isDone = false;
        }
        if (!isDone) {
            log.atWarn()
                    .addKeyValue("records", thread.shutdownNow().size() + 1)
                    .log("The last training metrics could not be published");
        }
    }

    private void publish(TrainingMetrics metrics) {
        try {
            publisher.publish(metrics);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only close interrupts, and it says what is lost
        } catch (LineageException e) {
            log.atDebug().setCause(e).log("Training metrics are no longer published"); // training hears it from check()
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            log.atWarn().addKeyValue("records", lost).log("Training metrics were dropped while the broker was away");
        }
    }

    private void makeRoom(Runnable newest, ThreadPoolExecutor full) {
        if (full.isShutdown()) {
            throw new RejectedExecutionException("training metrics after the lineage's writer was closed");
        }
        full.getQueue().poll();
        if (dropped.getAndIncrement() == 0) {
            log.atWarn()
                    .addKeyValue("waiting", full.getQueue().size())
                    .log("The broker takes no training metrics; dropping the oldest");
        }
        full.execute(newest);
    }
}
