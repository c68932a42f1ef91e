package io.slipstream.deploy.demo;

import io.slipstream.deploy.display.Display;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** Follows what the services say and shows it, until a condition holds. Not thread-safe. */
final class Watch {
    private static final Duration POLL = Duration.ofMillis(200);

    private final TopicFollower follower;
    private final Observations seen;
    private final Display display;
    private final Supplier<Duration> elapsed;
    private final Optional<Duration> limit;

    Watch(
            TopicFollower follower,
            Observations seen,
            Display display,
            Supplier<Duration> elapsed,
            Optional<Duration> limit) {
        this.follower = follower;
        this.seen = seen;
        this.display = display;
        this.elapsed = elapsed;
        this.limit = limit;
    }

    Observations seen() {
        return seen;
    }

    void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            for (SpecificRecord record : follower.poll(POLL)) {
                if (seen.accept(record)) {
                    announce(record);
                }
            }
            display.status(ProgressText.status(elapsed.get(), limit, seen.latestMetrics()));
        }
    }

    private void announce(SpecificRecord record) {
        if (record instanceof ProbeScore score) {
            display.line(ProgressText.scored(score, seen.baseline(), seen.snapshot(score.getSnapshotId())));
        } else if (record instanceof DeadLetter letter) {
            display.line(ProgressText.refused(letter));
        } else if (record instanceof SnapshotReport report) {
            JudgementText.judged(report).forEach(display::line);
        } else if (record instanceof DriftReport report) {
            JudgementText.drifted(report).ifPresent(display::line);
        } else if (record instanceof ChannelPointer decision) {
            JudgementText.decided(decision).ifPresent(display::line);
        }
    }
}
