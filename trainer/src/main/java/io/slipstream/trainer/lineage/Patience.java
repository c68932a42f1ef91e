package io.slipstream.trainer.lineage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses between tries of one thing, growing from 0.1 s to 5 s, until the time for it is up. Not thread-safe. */
final class Patience {

    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String doing;
    private final Duration giveUpAfter;
    private final long startNanos = System.nanoTime();
    private Duration pause = FIRST_PAUSE;

    /**
     * Patience from now on.
     *
     * @param doing what is tried, for the messages: "committing a checkpoint"
     */
    Patience(String doing, Duration giveUpAfter) {
        this.doing = doing;
        this.giveUpAfter = giveUpAfter;
    }

    /**
     * The answer of a call that may be repeated at will.
     *
     * @throws LineageException if the time is up
     */
    <T extends @Nullable Object> T insist(Supplier<T> call) throws InterruptedException {
        while (true) {
            try {
                return call.get();
            } catch (RetriableException e) {
                pause(e.toString(), e);
            }
        }
    }

    /**
     * Returns when it is time to try again.
     *
     * @param why what the last try came to, in words
     * @throws LineageException if the time is up
     */
    void pause(String why, @Nullable Throwable cause) throws InterruptedException {
        Duration waited = Duration.ofNanos(System.nanoTime() - startNanos);
        if (waited.plus(pause).compareTo(giveUpAfter) > 0) {
            throw new LineageException("Gave up " + doing + " after " + waited.toSeconds() + " s: " + why, cause);
        }
        log.atWarn()
                .addKeyValue("doing", doing)
                .addKeyValue("waitedSeconds", waited.toSeconds())
                .addKeyValue("giveUpAfterSeconds", giveUpAfter.toSeconds())
                .addKeyValue("cause", why)
                .log("The lineage cannot be written for now; trying again");
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }
}
