package io.slipstream.deploy.demo;

import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the demo shows of verdicts, drift and decisions: what is out of the ordinary; pure functions. */
final class JudgementText {
    private JudgementText() {}

    /** A snapshot that is not healthy, and why. */
    static List<String> judged(SnapshotReport report) {
        if (report.getVerdict() != SnapshotVerdict.DEGRADING && report.getVerdict() != SnapshotVerdict.COLLAPSED) {
            return List.of();
        }
        return List.of(format(
                "snapshot at step %,d is %s: %s",
                report.getStep(),
                report.getVerdict().name().toLowerCase(Locale.ROOT),
                String.join(" ", report.getReasons())));
    }

    /** An alarm, with the moment of the change. */
    static Optional<String> drifted(DriftReport report) {
        if (!report.getAlarm()) {
            return Optional.empty();
        }
        return Optional.of(format(
                "the data drift on %s: window %d is unlike what came before; changed between %s and %s",
                report.getSource().equals("*") ? "all sources together" : report.getSource(),
                report.getWindow(),
                time(report.getChangedAfter()),
                time(report.getChangedBefore())));
    }

    /** A decision that changes what users get. */
    static Optional<String> decided(ChannelPointer decision) {
        if (decision.getChannel().equals("candidate") || isSuperseded(decision)) {
            return Optional.empty();
        }
        String subject = String.valueOf(decision.getSubjectSnapshotId());
        String served = decision.getSnapshotId().isEmpty() ? "nothing" : decision.getSnapshotId();
        if (decision.getAction() == ChannelAction.PROMOTE) {
            return Optional.of(format("%s now serves %s", decision.getChannel(), served));
        }
        return Optional.of(format(
                "%s %s %s, serves %s: %s",
                decision.getChannel(),
                decision.getAction() == ChannelAction.HOLD
                        ? "refuses"
                        : decision.getAction().name().toLowerCase(Locale.ROOT) + "s",
                subject,
                served,
                String.join("; ", decision.getReasons())));
    }

    /** That a newer snapshot took the place of one that waited is no news. */
    private static boolean isSuperseded(ChannelPointer decision) {
        return decision.getAction() == ChannelAction.HOLD
                && decision.getReasons().stream().anyMatch(reason -> reason.startsWith("superseded"));
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "?" : instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
