package io.slipstream.trainer.bench;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whose turn it is: by a bar to a person, by a log line elsewhere. */
final class Progress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private final boolean live;
    private @Nullable ProgressBar bar;

    /** @param live whether a person watches a terminal */
    Progress(boolean live) {
        this.live = live;
    }

    /** Begins, with so many turns to come. */
    void start(long turns) {
        if (live) {
            bar = new ProgressBarBuilder()
                    .setTaskName("measuring")
                    .setUnit(" turns", 1)
                    .setInitialMax(turns)
                    .build();
        }
    }

    /** Tells that a turn begins. */
    void turn(String what) {
        if (bar == null) {
            log.info("Measuring {}", what);
        } else {
            bar.step();
            bar.setExtraMessage(what);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
