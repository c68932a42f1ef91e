package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a stream of JPEG or PNG files such as a program writes to standard output, read by a thread of its own.
 *
 * <p>Event time is when the last byte of a frame was read. The thread is one frame ahead; a source that is not pulled
 * makes the writer wait.
 */
public final class StreamSource implements ImageSource {

    private final String key;
    private final InputStream in;
    private final FrameSplitter splitter;
    private final Clock clock;
    private final BlockingQueue<Pull> frames = new SynchronousQueue<>();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final Thread reader = new Thread(this::read, "frames");
    private boolean ended;

    private StreamSource(InputStream in, String key, ByteSize cap, Clock clock) {
        this.key = key;
        this.in = in;
        this.splitter = new FrameSplitter(in, Math.toIntExact(cap.bytes()));
        this.clock = clock;
    }

    /**
     * Starts reading.
     *
     * @param key source key of every frame
     * @param cap as much of each frame as is read
     * @param clock event time
     */
    public static StreamSource open(InputStream in, String key, ByteSize cap, Clock clock) {
        StreamSource source = new StreamSource(in, key, cap, clock);
        source.reader.setDaemon(true);
        source.reader.start();
        return source;
    }

    private void read() {
        try {
            long number = 0;
            for (FrameSplitter.Piece piece = splitter.next(); piece != null; piece = splitter.next()) {
                frames.put(new Pull.Image(
                        RawImage.of(key, clock.instant(), "stdin:" + number++, "", piece.size(), piece.bytes())));
            }
            frames.put(new Pull.End());
        } catch (IOException unreadable) {
            failure.set(unreadable);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Pull pull(Duration patience) throws IOException, InterruptedException {
        if (ended) {
            return new Pull.End();
        }
        IOException problem = failure.get();
        if (problem != null) {
            throw new IOException("The stream of frames cannot be read on: " + problem.getMessage(), problem);
        }
        Pull next = Optional.ofNullable(frames.poll(patience.toNanos(), TimeUnit.NANOSECONDS))
                .orElseGet(Pull.Nothing::new);
        ended = next instanceof Pull.End;
        return next;
    }

    @Override
    public void close() throws IOException {
        reader.interrupt();
        if (in != System.in) {
            in.close();
        }
    }
}
