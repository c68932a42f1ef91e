package io.slipstream.ingest.publish;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed because a broker, a registry or a store is away, with growing pauses, for a bounded time.
 *
 * @param giveUpAfter how long, from the first failure
 * @param stopped asked before every pause; true ends the waiting
 */
public record Patience(Duration giveUpAfter, BooleanSupplier stopped) {

    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /**
     * The answer of {@code call}, at last.
     *
     * @param what what is tried, for the messages: "creating the topics"
     * @throws UnavailableException if the time is up or the service is to stop
     */
    public <T> T insist(String what, Supplier<T> call) throws UnavailableException, InterruptedException {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call.get();
            } catch (RetriableException away) {
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                if (stopped.getAsBoolean() || waited.plus(pause).compareTo(giveUpAfter) > 0) {
                    throw new UnavailableException(
                            "Gave up " + what + " after " + waited.toSeconds() + " s: " + away.getMessage(), away);
                }
                log.atWarn()
                        .addKeyValue("doing", what)
                        .addKeyValue("waitedSeconds", waited.toSeconds())
                        .addKeyValue("giveUpAfterSeconds", giveUpAfter.toSeconds())
                        .addKeyValue("cause", away.getMessage())
                        .log("Something that ingest needs is not available; trying again");
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        }
    }
}
