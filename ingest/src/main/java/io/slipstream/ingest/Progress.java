package io.slipstream.ingest;

import io.slipstream.ingest.publish.Totals;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far ingest has come: a bar on a terminal, a line per interval elsewhere. Not thread-safe. */
final class Progress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);
    private static final double MEGABYTE = 1e6;

    private final Totals totals;
    private final long intervalNanos;
    private final @Nullable ProgressBar bar;
    private long lastNanos;
    private long lastPublished;
    private long lastBytes;

    /** @param now nanoseconds of the clock that {@link #update} is called with */
    Progress(Totals totals, Duration interval, boolean terminal, long now) {
        this.totals = totals;
        this.intervalNanos = (terminal ? Duration.ofSeconds(1) : interval).toNanos();
        this.bar = terminal
                ? new ProgressBarBuilder()
                        .setTaskName("ingest")
                        .setInitialMax(-1)
                        .setUnit(" images", 1)
                        .build()
                : null;
        this.lastNanos = now;
    }

    void update(long now) {
        if (bar != null) {
            bar.stepTo(totals.published());
        }
        if (now - lastNanos >= intervalNanos) {
            report(now);
        }
    }

    private void report(long now) {
        double seconds = (now - lastNanos) / 1e9;
        long published = totals.published();
        long bytes = totals.publishedBytes();
        double imagesPerSecond = (published - lastPublished) / seconds;
        double megabytesPerSecond = (bytes - lastBytes) / seconds / MEGABYTE;
        String line = String.format(
                Locale.ROOT,
                "%.0f images/s  %.2f MB/s  %d errors",
                imagesPerSecond,
                megabytesPerSecond,
                totals.refused() + totals.failed());
        if (bar != null) {
            bar.setExtraMessage(line);
        } else {
            log.atInfo()
                    .addKeyValue("published", published)
                    .addKeyValue("refused", totals.refused())
                    .log("Ingesting: " + line);
        }
        lastNanos = now;
        lastPublished = published;
        lastBytes = bytes;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
