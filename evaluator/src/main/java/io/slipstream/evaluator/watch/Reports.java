package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.judge.Judgement;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.evaluator.watch.row.StreamState;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.OffsetRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the report of a window. */
final class Reports {

    private Reports() {}

    /**
     * The report, but for the model, which the sender knows.
     *
     * @param seen images that went by while the window was open
     * @param undecodable of these, images that could not be decoded
     * @param anchor capture times of the anchor; null while there is none
     */
    static DriftReport of(
            DriftParts parts,
            String stream,
            StreamState state,
            List<Row> window,
            long seen,
            long undecodable,
            @Nullable LongSummaryStatistics anchor,
            Judgement judgement) {
        LongSummaryStatistics times = window.stream().mapToLong(Row::time).summaryStatistics();
        DriftReport.Builder report = DriftReport.newBuilder()
                .setSource(stream)
                .setApplication(parts.config().applicationId())
                .setModelId("")
                .setWindow(state.open().number())
                .setTime(parts.clock().instant().truncatedTo(ChronoUnit.MILLIS))
                .setWindowStart(Instant.ofEpochMilli(times.getMin()))
                .setWindowEnd(Instant.ofEpochMilli(times.getMax()))
                .setWindowSize(window.size())
                .setImagesSeen(seen)
                .setUndecodable((int) undecodable)
                .setTopic(parts.config().topic())
                .setOffsets(offsets(window))
                .setFixedSnapshotId(state.anchor().fixedId())
                .setCurrentSnapshotId(state.open().currentId())
                .setAnchorSize(state.anchor().size())
                .setAnchorStart(anchor == null ? null : Instant.ofEpochMilli(anchor.getMin()))
                .setAnchorEnd(anchor == null ? null : Instant.ofEpochMilli(anchor.getMax()));
        judgement.fill(report);
        return report.build();
    }

    private static List<OffsetRange> offsets(List<Row> window) {
        Map<Integer, OffsetRange> ranges = new TreeMap<>();
        for (Row row : window) {
            ranges.merge(
                    row.partition(),
                    new OffsetRange(row.partition(), row.offset(), row.offset()),
                    (range, one) -> new OffsetRange(
                            range.getPartition(),
                            Math.min(range.getFirst(), one.getFirst()),
                            Math.max(range.getLast(), one.getLast())));
        }
        return new ArrayList<>(ranges.values());
    }
}
