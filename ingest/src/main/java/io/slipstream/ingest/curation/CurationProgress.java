package io.slipstream.ingest.curation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log per interval with what this instance's partitions have come to. Not thread-safe. */
final class CurationProgress {

    /** How often {@link #update} is to be called at least. */
    static final Duration STEP = Duration.ofMillis(200);

    private static final Logger log = LoggerFactory.getLogger(CurationProgress.class);

    private final CurationService service;
    private final long intervalNanos;
    private long lastNanos;
    private long lastRead = -1;

    /** @param now nanoseconds of the clock that {@link #update} is called with */
    CurationProgress(CurationService service, Duration interval, long now) {
        this.service = service;
        this.intervalNanos = interval.toNanos();
        this.lastNanos = now;
    }

    void update(long now) {
        if (now - lastNanos < intervalNanos) {
            return;
        }
        try {
            report(service.ledgers(), (now - lastNanos) / 1e9);
        } catch (InvalidStateStoreException | IllegalStateException moving) {
            log.atInfo().addKeyValue("state", service.state()).log("Curating: partitions are moving");
            lastRead = -1;
        }
        lastNanos = now;
    }

    private void report(List<PartitionLedger> ledgers, double seconds) {
        long read = ledgers.stream().mapToLong(PartitionLedger::read).sum();
        // What partitions that have just come had read before was read elsewhere.
        double rate = lastRead < 0 ? 0 : Math.max(0, read - lastRead) / seconds;
        lastRead = read;
        log.atInfo()
                .addKeyValue("partitions", ledgers.size())
                .addKeyValue("read", read)
                .addKeyValue(
                        "forwarded",
                        ledgers.stream().mapToLong(PartitionLedger::forwarded).sum())
                .addKeyValue(
                        "deadLettered",
                        ledgers.stream()
                                .mapToLong(ledger -> PartitionLedger.sum(ledger.deadLettered()))
                                .sum())
                .addKeyValue(
                        "dropped",
                        ledgers.stream()
                                .mapToLong(ledger -> PartitionLedger.sum(ledger.dropped()))
                                .sum())
                .log(String.format(Locale.ROOT, "Curating: %.0f images/s", rate));
    }
}
