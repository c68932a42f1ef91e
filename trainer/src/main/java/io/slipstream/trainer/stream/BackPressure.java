package io.slipstream.trainer.stream;

import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.stream.IntakeConfig.Policy;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which records are passed over, undecoded, because training lags behind the stream. */
final class BackPressure {

    private final Policy policy;
    private final Duration maxLag;
    private final RandomStream random;
    private final Clock clock;

    /**
     * A policy.
     *
     * @param maxLag age of a record up to which nothing is dropped
     * @param seed seed of the run; with it, a record's place on the topic decides whether it is among those kept
     */
    BackPressure(Policy policy, Duration maxLag, long seed, Clock clock) {
        this.policy = policy;
        this.maxLag = maxLag;
        this.random = new RandomStream(seed, "subsample");
        this.clock = clock;
    }

    /** Whether a record is dropped, given that more wait behind it. */
    boolean drops(ConsumerRecord<?, ?> record) {
        long lag = clock.millis() - record.timestamp();
        if (lag <= maxLag.toMillis()) {
            return false;
        }
        return switch (policy) {
            case LAG -> false;
            case LATEST -> true;
            case SUBSAMPLE ->
                random.at(record.partition(), record.offset()).nextDouble() >= (double) maxLag.toMillis() / lag;
        };
    }

    /** Whether every record from before {@link #oldest} is dropped, so that none of them need be read. */
    boolean dropsAllThatIsOlder() {
        return policy == Policy.LATEST;
    }

    /** Timestamp in milliseconds of the oldest record that is young enough. */
    long oldest() {
        return clock.millis() - maxLag.toMillis();
    }
}
