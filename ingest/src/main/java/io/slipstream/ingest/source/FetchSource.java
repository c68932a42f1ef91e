package io.slipstream.ingest.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Images that are fetched over a network: a bounded number at a time, handed on in the order they are listed.
 *
 * <p>At most as many images as are fetched at a time lie here, each of at most the size its fetch allows.
 */
public final class FetchSource implements ImageSource {

    private final Iterator<Callable<RawImage>> fetches;
    private final int width;
    private final Closeable list;
    private final ExecutorService fetchers;
    private final Deque<Future<RawImage>> ahead = new ArrayDeque<>();

    /**
     * Fetches nothing before the first pull.
     *
     * @param fetches each brings one image or says why it is unreadable; one that throws ends the source
     * @param width fetches at a time
     * @param list closed in the end
     */
    FetchSource(Iterator<Callable<RawImage>> fetches, int width, Closeable list) {
        this.fetches = fetches;
        this.width = width;
        this.list = list;
        this.fetchers = Executors.newFixedThreadPool(width, task -> {
            Thread thread = new Thread(task, "fetcher");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Pull pull(Duration patience) throws IOException, InterruptedException {
        try {
            while (ahead.size() < width && fetches.hasNext()) {
                ahead.add(fetchers.submit(fetches.next()));
            }
            if (ahead.isEmpty()) {
                return new Pull.End();
            }
            RawImage image = ahead.element().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            ahead.remove();
            return new Pull.Image(image);
        } catch (TimeoutException later) {
            return new Pull.Nothing();
        } catch (UncheckedIOException unlisted) {
            throw new IOException("The source cannot be read on: " + unlisted.getMessage(), unlisted);
        } catch (ExecutionException failed) {
            throw new IOException("The source cannot be read on: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() throws IOException {
        fetchers.shutdownNow();
        list.close();
    }
}
