package io.slipstream.ingest.fuzz;

import com.sun.management.ThreadMXBean;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads one image after another as the services do, and watches time and memory. Time is processor time, so that a busy
 * machine makes no difference. Not thread-safe.
 */
final class ImageCheck implements AutoCloseable {

    private static final int ENCODER_INPUT = 224;

    /** A reader that waits uses no processor, and would never get to its limit. */
    private static final int WALL_CLOCK_FACTOR = 30;

    private static final long POLL_MILLIS = 500;

    private final ImageLimits limits;
    private final Duration limit;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private ExecutorService reader = reader();

    /** Known from the first image on. */
    private volatile long readerThread;

    /** @param limit of processor time, after which an image counts as one that hangs */
    ImageCheck(ImageLimits limits, Duration limit) {
        this.limits = limits;
        this.limit = limit;
    }

    /** What became of an image. */
    sealed interface Outcome {

        /** Its name in the table. */
        String title();
    }

    record Accepted() implements Outcome {
        @Override
        public String title() {
            return "accepted";
        }
    }

    record Refused(String reason) implements Outcome {
        @Override
        public String title() {
            return "refused: " + reason;
        }
    }

    /** Anything but a refusal was thrown. */
    record Crashed(Throwable failure) implements Outcome {
        @Override
        public String title() {
            return "CRASHED";
        }
    }

    record Hung() implements Outcome {
        @Override
        public String title() {
            return "HUNG";
        }
    }

    /**
     * One image's outcome and what it took.
     *
     * @param nanos processor time
     * @param allocated bytes on the Java heap, freed in between or not
     */
    record Result(Outcome outcome, long nanos, long allocated) {}

    /** Reads an image to the pixels an encoder sees. */
    Result check(byte[] image) throws InterruptedException {
        Future<Result> result = reader.submit(() -> read(image));
        long started = System.nanoTime();
        long used = Math.max(0, threads.getThreadCpuTime(readerThread));
        do {
            try {
                return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                // Asked again, until one of the limits.
            } catch (ExecutionException impossible) {
                throw new IllegalStateException("expected every failure to be an outcome", impossible);
            }
        } while (threads.getThreadCpuTime(readerThread) - used < limit.toNanos()
                && System.nanoTime() - started < WALL_CLOCK_FACTOR * limit.toNanos());
        // The thread cannot be stopped; the next images get another one.
        reader.shutdownNow();
        reader = reader();
        return new Result(new Hung(), limit.toNanos(), 0);
    }

    private Result read(byte[] image) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long started = threads.getCurrentThreadCpuTime();
        Outcome outcome = outcome(image);
        long nanos = threads.getCurrentThreadCpuTime() - started;
        return new Result(outcome, nanos, threads.getCurrentThreadAllocatedBytes() - allocated);
    }

    @SuppressWarnings("CatchThrowable") // to find out what is thrown is what this class is for
    private Outcome outcome(byte[] image) {
        try {
            Images.toRgb(Images.decode(image, limits), ENCODER_INPUT);
            return new Accepted();
        } catch (BadImageException refused) {
            return new Refused(refused.reason().name());
        } catch (Throwable crash) {
            return new Crashed(crash);
        }
    }

    private ExecutorService reader() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "image-check");
            thread.setDaemon(true);
            readerThread = thread.getId();
            return thread;
        });
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
