package io.slipstream.ingest.fuzz;

import io.slipstream.schemas.service.Terminal;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a run has come: a bar on a terminal, a line per interval elsewhere. Not thread-safe. */
final class FuzzProgress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FuzzProgress.class);
    private static final long INTERVAL = Duration.ofSeconds(15).toNanos();

    private final int count;
    private final @Nullable ProgressBar bar;
    private long last = System.nanoTime();

    FuzzProgress(int count) {
        this.count = count;
        this.bar = Terminal.isInteractive()
                ? new ProgressBarBuilder()
                        .setTaskName("fuzz")
                        .setInitialMax(count)
                        .setUnit(" images", 1)
                        .build()
                : null;
    }

    void update(int done) {
        if (bar != null) {
            bar.stepTo(done);
        } else if (System.nanoTime() - last > INTERVAL) {
            log.atInfo().addKeyValue("done", done).addKeyValue("of", count).log("Fuzzing");
            last = System.nanoTime();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
