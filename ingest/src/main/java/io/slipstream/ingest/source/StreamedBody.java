package io.slipstream.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as a stream that is received as it is read, and ends with an error when nothing comes for too
 * long: the JDK's own waits for ever. Read by one thread.
 */
final class StreamedBody extends InputStream implements BodySubscriber<InputStream> {

    /** Buffers that came, an empty list for the end, or a failure. */
    private sealed interface Event {
        record Came(List<ByteBuffer> buffers) implements Event {}

        record Ended() implements Event {}

        record Failed(Throwable failure) implements Event {}
    }

    private static final Set<Integer> SUCCESSFUL = Set.of(200, 206);

    private final Duration silence;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> received = new ArrayDeque<>();
    private final CompletableFuture<Subscription> started = new CompletableFuture<>();
    private boolean atEnd;

    private StreamedBody(Duration silence) {
        this.silence = silence;
    }

    /**
     * Bodies of successful answers; of others there is nothing.
     *
     * @param silence after which nothing more is expected
     */
    static BodyHandler<InputStream> handler(Duration silence) {
        return answer -> SUCCESSFUL.contains(answer.statusCode())
                ? new StreamedBody(silence)
                : BodySubscribers.replacing(InputStream.nullInputStream());
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        started.complete(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Event.Came(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event.Failed(failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event.Ended());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer next = next();
        if (next == null) {
            return -1;
        }
        int count = Math.min(length, next.remaining());
        next.get(target, offset, count);
        return count;
    }

    /** The next buffer that holds something; null at the end. */
    private @Nullable ByteBuffer next() throws IOException {
        while (!atEnd) {
            while (!received.isEmpty()) {
                ByteBuffer first = received.element();
                if (first.hasRemaining()) {
                    return first;
                }
                received.remove();
            }
            take();
        }
        return null;
    }

    private void take() throws IOException {
        Event event;
        try {
            event = events.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (event == null) {
            throw new IOException("nothing came for " + silence.toMillis() + " ms");
        }
        if (event instanceof Event.Came came) {
            received.addAll(came.buffers());
            started.thenAccept(subscription -> subscription.request(1));
        } else if (event instanceof Event.Failed failed) {
            throw new IOException("the connection broke: " + failed.failure().getMessage(), failed.failure());
        } else {
            atEnd = true;
        }
    }

    /** What has not been read is not received. */
    @Override
    public void close() {
        started.thenAccept(Subscription::cancel);
    }
}
