package io.slipstream.evaluator.topic;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what failed because something outside did not answer, with growing waits, until it works, the time is up or
 * the service is asked to stop.
 *
 * <p>Repeated: Kafka's {@link RetriableException}, which includes a registry that cannot be asked, and {@link
 * IOException}. Everything else goes to the caller at once.
 */
public final class Retry {

    private static final Logger log = LoggerFactory.getLogger(Retry.class);

    private final RetryConfig config;
    private final Clock clock;
    private final StopSignal stop;

    public Retry(RetryConfig config, Clock clock, StopSignal stop) {
        this.config = config;
        this.clock = clock;
        this.stop = stop;
    }

    /** Something that may fail for a while. */
    public interface Attempt<T, E extends Exception> {
        T run() throws IOException, E;
    }

    /**
     * Runs the attempt until it succeeds.
     *
     * @param what the attempt in words, for the log: "asking for the end of the topic"
     * @throws StoppedException if the service is asked to stop while it waits
     * @throws UnavailableException if it has failed for longer than the configuration allows
     */
    public <T, E extends Exception> T call(String what, Attempt<T, E> attempt) throws E {
        Instant since = clock.instant();
        for (int failures = 1; ; failures++) {
            Exception failure;
            try {
                return attempt.run();
            } catch (IOException | RetriableException e) {
                failure = e;
            }
            if (stop.isGiven()) {
                throw new StoppedException();
            }
            Duration failing = Duration.between(since, clock.instant());
            if (failing.compareTo(config.giveUpAfter()) >= 0) {
                throw new UnavailableException(
                        what + " failed for " + failing.toSeconds() + " s, last: " + failure, failure);
            }
            Duration delay = config.delayAfter(failures);
            log.atWarn()
                    .addKeyValue("attempt", failures)
                    .addKeyValue("retryInMillis", delay.toMillis())
                    .addKeyValue("cause", failure.toString())
                    .log("Could not get through: {}", what);
            if (stop.await(delay)) {
                throw new StoppedException();
            }
        }
    }

    /** Thrown out of a wait when the service is asked to stop. */
    public static final class StoppedException extends RuntimeException {
        StoppedException() {
            super("asked to stop", null, false, false);
        }
    }
}
