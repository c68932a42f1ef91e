package io.slipstream.trainer.reproduce;

import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many of the steps have been taken again: a bar on a terminal, a log line per interval elsewhere. */
final class RerunProgress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RerunProgress.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final boolean live;
    private final LongSupplier nanoTime;
    private @Nullable ProgressBar bar;
    private long steps;
    private long taken;
    private long loggedNanos;

    /**
     * Shows nothing yet.
     *
     * @param live whether a person watches a terminal
     * @param nanoTime monotonic time
     */
    RerunProgress(boolean live, LongSupplier nanoTime) {
        this.live = live;
        this.nanoTime = nanoTime;
        this.loggedNanos = nanoTime.getAsLong();
    }

    /** So many steps will be taken. */
    void start(long count) {
        steps = count;
        if (live) {
            bar = new ProgressBarBuilder()
                    .setTaskName("reproducing")
                    .setUnit(" steps", 1)
                    .setInitialMax(count)
                    .build();
        }
    }

    /** One more step was taken. */
    void stepped() {
        taken++;
        if (bar != null) {
            bar.stepTo(taken);
        } else if (nanoTime.getAsLong() - loggedNanos >= INTERVAL_NANOS) {
            loggedNanos = nanoTime.getAsLong();
            log.atInfo().addKeyValue("taken", taken).addKeyValue("of", steps).log("Taking recorded steps again");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
