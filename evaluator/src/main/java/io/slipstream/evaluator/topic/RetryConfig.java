package io.slipstream.evaluator.topic;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** How long the service waits for a broker, a registry or a snapshot store that does not answer. */
public record RetryConfig(
        @Key(
                doc = "Wait after the first failure; doubled after each further one.",
                value = "500ms",
                min = 0.001,
                max = 3600)
        Duration firstDelay,

        @Key(doc = "Longest wait between two attempts.", value = "15s", min = 0.001, max = 3600)
        Duration maxDelay,

        @Key(
                doc = "The service exits with an error when something has been unavailable for so long.",
                value = "10m",
                min = 0)
        Duration giveUpAfter) {

    public RetryConfig {
        if (firstDelay.compareTo(maxDelay) > 0) {
            throw new IllegalArgumentException("first-delay: at most max-delay, which is " + maxDelay);
        }
    }

    /** The wait after the n-th failure in a row, n from 1. */
    Duration delayAfter(int failures) {
        Duration delay = firstDelay;
        for (int i = 1; i < failures && delay.compareTo(maxDelay) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
    }
}
