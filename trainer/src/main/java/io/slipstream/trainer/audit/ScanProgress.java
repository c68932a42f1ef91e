package io.slipstream.trainer.audit;

import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the reading of the image topics has come: a bar on a terminal, a log line per interval elsewhere. */
final class ScanProgress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ScanProgress.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final boolean live;
    private final LongSupplier nanos;
    private @Nullable ProgressBar bar;
    private String where = "";
    private long from;
    private long to;
    private long loggedNanos;

    /**
     * Shows nothing yet.
     *
     * @param live whether a person watches a terminal
     * @param nanos the time in nanoseconds
     */
    ScanProgress(boolean live, LongSupplier nanos) {
        this.live = live;
        this.nanos = nanos;
        this.loggedNanos = nanos.getAsLong();
    }

    /** The offsets of another partition will be read. */
    void start(TopicPartition partition, long first, long end) {
        close();
        where = partition.toString();
        from = first;
        to = end;
        if (live) {
            bar = new ProgressBarBuilder()
                    .setTaskName(where)
                    .setUnit(" offsets", 1)
                    .setInitialMax(end - first)
                    .build();
        }
    }

    /** A record was read. */
    void reached(long offset) {
        if (bar != null) {
            bar.stepTo(offset + 1 - from);
        } else if (nanos.getAsLong() - loggedNanos >= INTERVAL_NANOS) {
            loggedNanos = nanos.getAsLong();
            log.atInfo()
                    .addKeyValue("partition", where)
                    .addKeyValue("offset", offset)
                    .addKeyValue("until", to)
                    .log("Counting the records of the topic");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
