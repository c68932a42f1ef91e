package io.slipstream.trainer;

import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many steps of a command have been taken: a bar on a terminal, a log line per interval elsewhere. */
public final class StepProgress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StepProgress.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final String task;
    private final boolean live;
    private final LongSupplier nanoTime;
    private @Nullable ProgressBar bar;
    private long steps;
    private long taken;
    private long loggedNanos;

    /**
     * Shows nothing yet.
     *
     * @param task what is being done, one word: reproducing
     * @param live whether a person watches a terminal
     * @param nanoTime monotonic time
     */
    public StepProgress(String task, boolean live, LongSupplier nanoTime) {
        this.task = task;
        this.live = live;
        this.nanoTime = nanoTime;
        this.loggedNanos = nanoTime.getAsLong();
    }

    /** So many steps will be taken. */
    public void start(long count) {
        steps = count;
        if (live) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setUnit(" steps", 1)
                    .setInitialMax(count)
                    .build();
        }
    }

    /** One more step was taken. */
    public void stepped() {
        taken++;
        if (bar != null) {
            bar.stepTo(taken);
        } else if (nanoTime.getAsLong() - loggedNanos >= INTERVAL_NANOS) {
            loggedNanos = nanoTime.getAsLong();
            log.atInfo()
                    .addKeyValue("task", task)
                    .addKeyValue("taken", taken)
                    .addKeyValue("of", steps)
                    .log("Taking steps");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
