package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.watch.row.AlarmMemory;
import io.slipstream.schemas.record.DriftCells;
import io.slipstream.schemas.record.DriftComparison;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.DriftVerdict;
import io.slipstream.schemas.record.DriftedImage;
import io.slipstream.schemas.record.LookShift;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a window was found to be.
 *
 * @param alarms to judge the next window with, by reference
 * @param changedAfter capture time after which the stream changed; null if it did not
 * @param changedBefore capture time before which the stream changed; null if it did not
 */
public record Judgement(
        DriftVerdict verdict,
        boolean alarm,
        Map<String, AlarmMemory> alarms,
        @Nullable Instant changedAfter,
        @Nullable Instant changedBefore,
        List<String> reasons,
        DriftCells cells,
        List<DriftComparison> comparisons,
        List<LookShift> looks,
        List<DriftedImage> mostDrifted) {

    /** Writes the judgement into the report of its window. */
    public void fill(DriftReport.Builder report) {
        report.setVerdict(verdict)
                .setAlarm(alarm)
                .setChangedAfter(changedAfter)
                .setChangedBefore(changedBefore)
                .setReasons(reasons)
                .setCells(cells)
                .setComparisons(comparisons)
                .setLooks(looks)
                .setMostDrifted(mostDrifted);
    }
}
