package io.slipstream.trainer.lineage;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What the cluster's transactions protect from, by its finalized feature {@code transaction.version}.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-890%3A+Transactions+Server-Side+Defense">KIP-890</a>
 */
enum Guarantee {
    /** Version 2 or higher: each transaction has an epoch of its own. */
    EPOCH_PER_TRANSACTION(
            Level.INFO,
            "What this trainer publishes is exactly once: the cluster fences every trainer but the newest, and each"
                    + " transaction has its own epoch"),
    /** Version 0 or 1, and clusters older than the feature: a producer keeps its epoch. */
    EPOCH_PER_PRODUCER(
            Level.WARN,
            "The cluster fences every trainer but the newest, but lacks an epoch for each transaction (KIP-890,"
                    + " transaction.version 2): a record of an aborted transaction that the network delays may become"
                    + " visible with the next one, or hold up readers until an operator aborts it"),
    /** The cluster does not say. */
    UNKNOWN(
            Level.WARN,
            "The cluster does not tell its transaction.version: whether a record of an aborted transaction that the"
                    + " network delays is kept out (KIP-890, transaction.version 2) is not known");

    private static final Logger log = LoggerFactory.getLogger(Guarantee.class);
    private static final String FEATURE = "transaction.version";
    private static final short KIP_890 = 2;

    private final Level level;
    private final String sentence;

    Guarantee(Level level, String sentence) {
        this.level = level;
        this.sentence = sentence;
    }

    /** That of a version. */
    static Guarantee of(short transactionVersion) {
        return transactionVersion >= KIP_890 ? EPOCH_PER_TRANSACTION : EPOCH_PER_PRODUCER;
    }

    /** Asks the cluster and logs the answer. */
    static Guarantee inForce(Admin admin) throws InterruptedException {
        Guarantee guarantee;
        String version;
        try {
            FinalizedVersionRange found = admin.describeFeatures()
                    .featureMetadata()
                    .get()
                    .finalizedFeatures()
                    .get(FEATURE);
            short level = found == null ? 0 : found.maxVersionLevel(); // the cluster leaves version 0 out
            guarantee = of(level);
            version = Short.toString(level);
        } catch (ExecutionException e) {
            guarantee = UNKNOWN;
            version = "unknown: " + e.getCause();
        }
        log.atLevel(guarantee.level).addKeyValue(FEATURE, version).log(guarantee.sentence);
        return guarantee;
    }
}
