package io.slipstream.ingest.gateway;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * The body of a request, read as it comes, without a thread that waits for it. Memory is taken for what has come, not for
 * what is announced, and never for more than the limit; a body that comes too slowly is given up.
 */
final class Body implements Runnable {

    /** A body may begin slowly: a connection has to warm up. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final int FIRST_STEP = 16 << 10;

    private final Request request;
    private final long limit;
    private final long minRate;
    private final Memory.Share share;
    private final Inspection inspection;
    private final LongSupplier nanos;
    private final long begun;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private byte[] bytes = new byte[0];
    private int size;

    /** A look at a body that is not complete. */
    @FunctionalInterface
    interface Inspection {

        /**
         * Looks at what has come so far.
         *
         * @throws ProblemException if the rest need not come
         */
        void at(byte[] bytes, int size) throws ProblemException;
    }

    private Body(
            Request request, long limit, long minRate, Memory.Share share, Inspection inspection, LongSupplier nanos) {
        this.request = request;
        this.limit = limit;
        this.minRate = minRate;
        this.share = share;
        this.inspection = inspection;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /**
     * Reads a body.
     *
     * @param limit most bytes
     * @param minRate least bytes per second after five seconds
     * @param inspection what looks at the body as it comes
     * @return fails with a {@link ProblemException}: 413 too large, 408 too slow, 400 cut off, 503 no room
     */
    static CompletableFuture<byte[]> read(
            Request request, long limit, long minRate, Memory.Share share, Inspection inspection, LongSupplier nanos) {
        Body body = new Body(request, limit, minRate, share, inspection, nanos);
        body.run();
        return body.done;
    }

    @Override
    public void run() {
        try {
            while (!done.isDone()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                take(chunk);
            }
        } catch (ProblemException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private void take(Content.Chunk chunk) throws ProblemException {
        if (Content.Chunk.isFailure(chunk)) {
            throw new ProblemException(
                    chunk.getFailure() instanceof TimeoutException
                            ? Problem.slow("expected the rest of the body, found silence after " + size + " bytes")
                            : Problem.badRequest(
                                    "incomplete-body",
                                    "expected the whole body, found its end after " + size + " bytes"));
        }
        try {
            append(chunk.getByteBuffer());
        } finally {
            chunk.release();
        }
        if (chunk.isLast()) {
            done.complete(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
        } else if (size != request.getLength()) {
            inspection.at(bytes, size);
        }
    }

    private void append(ByteBuffer content) throws ProblemException {
        int count = content.remaining();
        if (size + (long) count > limit) {
            throw new ProblemException(Problem.tooLarge(limit));
        }
        requireFast(size + (long) count);
        if (size + count > bytes.length) {
            grow(size + count);
        }
        content.get(bytes, size, count);
        size += count;
    }

    private void grow(int needed) throws ProblemException {
        long announced = request.getLength();
        long wanted = Math.max(needed, Math.max(FIRST_STEP, 2L * bytes.length));
        long most = announced >= needed ? Math.min(announced, limit) : limit;
        int capacity = (int) Math.min(wanted, most);
        share.growTo(capacity);
        bytes = Arrays.copyOf(bytes, capacity);
    }

    private void requireFast(long come) throws ProblemException {
        double seconds = (nanos.getAsLong() - begun) / 1e9;
        if (seconds > GRACE.toSeconds() && come < minRate * seconds) {
            throw new ProblemException(Problem.slow("expected at least " + minRate + " bytes per second, found " + come
                    + " bytes in " + Math.round(seconds) + " s"));
        }
    }
}
