package io.slipstream.trainer;

import io.slipstream.schemas.record.TrainingMetrics;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how training goes: to the metrics topic always, to a person by a live line or a log line per interval. */
final class TrainingReport implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TrainingReport.class);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final Consumer<TrainingMetrics> topic;
    private final @Nullable ProgressBar bar;
    private long loggedMillis;

    /**
     * A report of one trainer.
     *
     * @param topic sends a record to the metrics topic, soon
     * @param live whether a person watches a terminal
     */
    TrainingReport(Consumer<TrainingMetrics> topic, boolean live) {
        this.topic = topic;
        this.bar = live
                ? new ProgressBarBuilder()
                        .setTaskName("training")
                        .setUnit(" images", 1)
                        .setInitialMax(-1)
                        .showSpeed()
                        .build()
                : null;
    }

    void publish(TrainingMetrics metrics) {
        topic.accept(metrics);
        if (bar != null) {
            bar.stepTo(metrics.getImagesSeen());
            bar.setExtraMessage(line(metrics));
        } else if (metrics.getTime().toEpochMilli() - loggedMillis >= LOG_INTERVAL.toMillis()
                || metrics.getFinished()) {
            loggedMillis = metrics.getTime().toEpochMilli();
            log.info(line(metrics));
        }
    }

    private static String line(TrainingMetrics metrics) {
        return String.format(
                Locale.ROOT,
                "step %,d  images %,d  loss %s  rate %.2g  momentum %.4f  %.0f images/s  data-wait %.0f %%  lag %,d",
                metrics.getStep(),
                metrics.getImagesSeen(),
                metrics.getLoss() == null ? "-" : String.format(Locale.ROOT, "%.3f", metrics.getLoss()),
                metrics.getLearningRate(),
                metrics.getMomentum(),
                metrics.getImagesPerSecond(),
                metrics.getDataWaitShare() * 100,
                metrics.getLagRecords());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
