package io.slipstream.ingest.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A source that is read on a thread of its own, a few images ahead, so that whoever pulls waits for a network no longer than
 * its patience.
 */
final class ReadAhead implements ImageSource {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final BlockingQueue<Pull> ahead;
    private final Thread reader;
    private volatile @Nullable Exception failure;

    /**
     * Starts to read.
     *
     * @param source read, and closed, by the other thread alone
     * @param most images that may lie here
     */
    ReadAhead(ImageSource source, int most) {
        this.ahead = new ArrayBlockingQueue<>(most);
        this.reader = new Thread(() -> read(source), "read-ahead");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(ImageSource source) {
        try (source) {
            Pull pull;
            do {
                pull = source.pull(PATIENCE);
                if (!(pull instanceof Pull.Nothing)) {
                    ahead.put(pull);
                }
            } while (!(pull instanceof Pull.End));
        } catch (IOException | RuntimeException | InterruptedException ended) {
            failure = ended;
        }
    }

    @Override
    public Pull pull(Duration patience) throws IOException, InterruptedException {
        Pull next = ahead.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (next != null) {
            return next;
        }
        Exception ended = failure;
        if (ended != null && ahead.isEmpty()) {
            throw new IOException(ended.getMessage(), ended);
        }
        return new Pull.Nothing();
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            reader.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
