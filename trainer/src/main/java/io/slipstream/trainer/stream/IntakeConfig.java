package io.slipstream.trainer.stream;

import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;

/** How the stream is read. */
public record IntakeConfig(
        @Key(
                doc =
                        "Topic to learn from: images, what curation let through; or images.raw, all that was sent, where no"
                                + " curation runs.",
                value = "images")
        String topic,

        @Key(doc = "Images decoded ahead of training at most.", value = "512", min = 1, max = 1000000)
        int ahead,

        @Key(doc = "Threads that decode images; 0 is one per two cores, at most 16.", value = "0", min = 0, max = 256)
        int decoders,

        @Key(
                doc =
                        "An image whose bytes are among the last so many distinct ones is skipped as a duplicate; 0 trains"
                                + " on every copy.",
                value = "10000",
                min = 0,
                max = 10000000)
        int dedupeWindow,

        @Key(
                doc =
                        "What to do where the topic no longer holds the next record, because it was deleted, cut short or the"
                                + " topic made anew: fail stops training and says what is lost; skip leaves it out and counts it.",
                value = "fail")
        OnLostData onLostData,

        @Key(
                doc =
                        "What to do while training lags behind the stream by more than max-lag: lag trains on everything, later;"
                                + " subsample keeps each record with probability max-lag / lag; latest keeps none that is older"
                                + " than max-lag. What is dropped is counted.",
                value = "lag")
        Policy policy,

        @Key(
                doc = "Age of the record that is next, while more wait behind it, from which subsample and latest drop"
                        + " records.",
                value = "60s",
                min = 0.001)
        Duration maxLag) {

    /** What happens while training is slower than the stream. */
    public enum Policy {
        LAG,
        SUBSAMPLE,
        LATEST
    }

    /** What happens when data is gone before it could be read. */
    public enum OnLostData {
        FAIL,
        SKIP
    }

    public IntakeConfig {
        Topics.requireImages("topic", topic);
    }

    private static final int MOST_AUTOMATIC_DECODERS = 16;

    /** Threads that decode images on a machine of so many cores. */
    public int decoderThreads(int cores) {
        return decoders > 0 ? decoders : Math.max(1, Math.min(cores / 2, MOST_AUTOMATIC_DECODERS));
    }
}
