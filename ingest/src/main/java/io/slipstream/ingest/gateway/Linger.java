package io.slipstream.ingest.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Takes what a client still sends after its request was answered, for a bounded time and number of bytes. Closing at once
 * would reset the connection, and many a client would never see the answer.
 */
final class Linger implements Runnable {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Request request;
    private final Callback callback;
    private final LongSupplier nanos;
    private final long until;
    private long left;

    Linger(Request request, Callback callback, long mostBytes, LongSupplier nanos) {
        this.request = request;
        this.callback = callback;
        this.nanos = nanos;
        this.until = nanos.getAsLong() + LONGEST.toNanos();
        this.left = mostBytes;
    }

    @Override
    public void run() {
        while (left > 0 && nanos.getAsLong() < until) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                break;
            }
            left -= chunk.remaining();
            chunk.release();
            if (chunk.isLast()) {
                break;
            }
        }
        callback.succeeded();
    }
}
