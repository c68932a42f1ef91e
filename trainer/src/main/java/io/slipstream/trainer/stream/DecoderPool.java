package io.slipstream.trainer.stream;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Threads that read records, several at a time. What comes of a record is a future; the caller keeps the order. */
final class DecoderPool implements AutoCloseable {

    private static final Duration LAST_RECORDS = Duration.ofSeconds(5);

    private final RecordReader reader;
    private final int threads;
    private final ExecutorService executor;

    DecoderPool(RecordReader reader, int threads) {
        this.reader = reader;
        this.threads = threads;
        AtomicInteger number = new AtomicInteger();
        this.executor =
                Executors.newFixedThreadPool(threads, task -> new Thread(task, "decoder-" + number.incrementAndGet()));
    }

    /** Records in work at most for every thread to be busy whichever finishes first. */
    int window() {
        return 4 * threads;
    }

    /** Reads a record soon; the future fails as {@link RecordReader#read} does. */
    Future<Arrival> read(ConsumerRecord<byte[], byte[]> record) {
        return executor.submit(() -> reader.read(record));
    }

    /** Drops what has not been started and waits for what has. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(LAST_RECORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
