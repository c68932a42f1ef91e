package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.schemas.record.DriftComparison;
import io.slipstream.schemas.record.DriftedImage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Parts of a report from what was found. */
final class Reporting {

    private Reporting() {}

    /** @param ruling null while the alarms are not calibrated */
    static DriftComparison comparison(
            String reference, Comparison found, @Nullable Ruling ruling, JudgeSettings settings) {
        return DriftComparison.newBuilder()
                .setReference(reference)
                .setSize(found.size())
                .setEffect(found.effect().effect())
                .setPValue(found.effect().pValue())
                .setThreshold(ruling == null ? null : ruling.threshold())
                .setAlpha(settings.rule().alpha())
                .setExceptional(ruling != null && ruling.exceptional())
                .setNeeded(settings.rule().needed())
                .setOutOf(settings.rule().outOf())
                .setAlarm(ruling != null && ruling.raised())
                .setExpectedRunLength(ruling == null ? null : ruling.memory().expectedRunLength())
                .setExpectedRunLengthError(
                        ruling == null ? null : ruling.memory().standardError())
                .setStatistics(found.statistics())
                .build();
    }

    static DriftedImage image(Row row, double witness) {
        return DriftedImage.newBuilder()
                .setId(row.id())
                .setSource(row.source())
                .setCaptureTime(Instant.ofEpochMilli(row.time()))
                .setPartition(row.partition())
                .setOffset(row.offset())
                .setWitness(witness)
                .build();
    }
}
