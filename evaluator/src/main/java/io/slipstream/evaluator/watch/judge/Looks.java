package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.drift.Holm;
import io.slipstream.evaluator.drift.KolmogorovSmirnov;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.schemas.record.LookShift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.hipparchus.special.Erf;
import org.jspecify.annotations.Nullable;

/** How what the images look like has moved from the anchor, before any encoder has seen them. */
final class Looks {

    private record Look(String name, ToDoubleFunction<Row> of) {}

    private static final List<Look> LOOKS = List.of(
            new Look("brightness", row -> row.looks().brightness()),
            new Look("contrast", row -> row.looks().contrast()),
            new Look("sharpness", row -> row.looks().sharpness()),
            new Look("pixels", row -> (double) row.looks().width() * row.looks().height()),
            new Look("bytes", Row::bytes));

    private Looks() {}

    /**
     * All shifts, their p-values adjusted together.
     *
     * @param undecodable images of the window that could not be decoded
     * @param undecodableOfAnchor images that could not be decoded while the anchor was collected
     */
    static List<LookShift> of(List<Row> anchor, List<Row> window, long undecodable, long undecodableOfAnchor) {
        List<LookShift> shifts = new ArrayList<>();
        for (Look look : LOOKS) {
            shifts.add(shift(look, anchor, window));
        }
        shifts.add(failures(
                undecodable, window.size() + undecodable, undecodableOfAnchor, anchor.size() + undecodableOfAnchor));
        double[] adjusted =
                Holm.adjust(shifts.stream().mapToDouble(LookShift::getPValue).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            shifts.get(i).setAdjustedPValue(adjusted[i]);
        }
        return shifts;
    }

    private static LookShift shift(Look look, List<Row> anchor, List<Row> window) {
        double[] then = anchor.stream().mapToDouble(look.of()).toArray();
        double[] now = window.stream().mapToDouble(look.of()).toArray();
        double mean = Arrays.stream(then).average().orElseThrow();
        double variance = Arrays.stream(then)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (then.length - 1);
        double meanNow = Arrays.stream(now).average().orElseThrow();
        // a camera that sends one size always has rounding for its variance
        boolean varies = Math.sqrt(variance) > 1e-9 * Math.abs(mean);
        return new LookShift(
                look.name(),
                meanNow,
                mean,
                varies ? (meanNow - mean) / Math.sqrt(variance) : null,
                KolmogorovSmirnov.test(then, now).pValue(),
                1.0);
    }

    /** Two shares by their normal approximation, one-sided: fewer failures are no drift. */
    private static LookShift failures(long failed, long of, long failedThen, long ofThen) {
        double share = (double) failed / of;
        double shareThen = (double) failedThen / ofThen;
        double pooled = (double) (failed + failedThen) / (of + ofThen);
        double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / of + 1.0 / ofThen));
        @Nullable Double z = error == 0 ? null : (share - shareThen) / error;
        return new LookShift("undecodable", share, shareThen, z, z == null ? 1.0 : Erf.erfc(z / Math.sqrt(2)) / 2, 1.0);
    }
}
