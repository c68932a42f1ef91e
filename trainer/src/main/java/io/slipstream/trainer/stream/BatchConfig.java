package io.slipstream.trainer.stream;

import io.slipstream.schemas.config.Key;
import java.time.Duration;
import java.util.Optional;

/** How batches are mixed from the stream and the replay buffer. */
public record BatchConfig(
        @Key(
                doc = "Images per training step: new ones first, filled up with replayed ones.",
                value = "64",
                min = 2,
                max = 65536)
        int size,

        @Key(
                doc = "New images per training step at most; the rest of the batch is replay.",
                value = "32",
                min = 1,
                max = 65536)
        int stream,

        @Key(doc = "How long to wait for the rest of the new images once the stream falls quiet.", value = "500ms")
        Duration maxWait,

        @Key(
                doc =
                        "What to do while no new image arrives: wait for one, or keep training on the replay buffer alone.",
                value = "wait")
        WhenIdle whenIdle,

        @Key(
                doc = "Training steps on each batch of new images, each with other replayed ones.",
                value = "1",
                min = 1,
                max = 1000)
        int passes,

        @Key(
                doc =
                        "Age of the record that is next, while more wait behind it, from which passes are given up to catch"
                                + " up: passes x lag-budget / age of them are left, at least one. Without it there are always as"
                                + " many.")
        Optional<Duration> lagBudget) {

    /** What the trainer does while no new image arrives. */
    public enum WhenIdle {
        WAIT,
        REPLAY
    }

    /** The same, waiting for new images while none arrives. */
    public BatchConfig waiting() {
        return new BatchConfig(size, stream, maxWait, WhenIdle.WAIT, passes, lagBudget);
    }

    /** Training steps on a batch while training lags so many seconds behind the stream. */
    public int passes(double lagSeconds) {
        double budget = lagBudget.map(duration -> duration.toNanos() / 1e9).orElse(Double.POSITIVE_INFINITY);
        return lagSeconds <= budget ? passes : Math.max(1, (int) (passes * budget / lagSeconds));
    }

    public BatchConfig {
        if (stream > size) {
            throw new IllegalArgumentException("stream: must be at most size, which is " + size);
        }
    }
}
