package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.drift.Blocks;
import io.slipstream.evaluator.drift.Mmd;
import io.slipstream.evaluator.drift.Observation;
import io.slipstream.evaluator.drift.PermutationTest;
import io.slipstream.evaluator.drift.RbfKernel;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.shift.LinearCka;
import io.slipstream.evaluator.watch.row.CanonicalRow;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.schemas.record.DriftCells;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The cells of the 2x2 that need canonical images: felt drift, representation drift and the self-test.
 *
 * <p>All of them compare embeddings of one encoder, or of the same images. The one exception, felt drift from the fixed
 * encoder, is what a user feels who compares new vectors with stored ones; no alarm goes by it.
 */
final class Cells {

    private static final int LEAST_ROWS = 8;

    private Cells() {}

    /**
     * Fills the cells in; those for which there is not enough stay null.
     *
     * @param currentId the current encoder of the window
     * @param selfTest as measured by whoever has the encoder; negative if it has not been
     */
    static void fill(
            DriftCells cells,
            List<Row> window,
            @Nullable String currentId,
            List<CanonicalRow> canonical,
            double selfTest,
            JudgeSettings settings,
            SplittableRandom random) {
        cells.setCanonicalSize(canonical.size());
        cells.setSelfTest(selfTest < 0 ? null : selfTest);
        if (currentId == null) {
            return;
        }
        List<CanonicalRow> shown = canonical.stream()
                .filter(image -> currentId.equals(image.row().eyes().currentId()))
                .toList();
        List<Row> live = window.stream()
                .filter(row -> currentId.equals(row.eyes().currentId()))
                .toList();
        if (shown.size() < LEAST_ROWS) {
            return;
        }
        felt(cells, live, shown, settings, random);
        cells.setFeltDriftFromFixed(distance(shown, live));
        cells.setRepresentationDriftFromFixed(drift(shown, image -> image.row().fixed()));
        String beforeId = shown.get(0).beforeId();
        List<CanonicalRow> sameBefore = shown.stream()
                .filter(image -> beforeId != null && beforeId.equals(image.beforeId()))
                .toList();
        if (sameBefore.size() >= LEAST_ROWS) {
            cells.setRepresentationDrift(drift(sameBefore, CanonicalRow::before));
        }
    }

    private static void felt(
            DriftCells cells,
            List<Row> live,
            List<CanonicalRow> shown,
            JudgeSettings settings,
            SplittableRandom random) {
        if (live.size() < LEAST_ROWS) {
            return;
        }
        Embeddings then = Row.stacked(shown, image -> image.row().current());
        Embeddings now = Row.stacked(live, Row::current);
        Blocks blocksThen = Row.blocks(shown.stream().map(CanonicalRow::row).toList(), settings.blockSize());
        try {
            Observation felt = new PermutationTest(settings.permutations())
                    .test(
                            RbfKernel.medianHeuristic(then),
                            then,
                            blocksThen,
                            now,
                            Row.blocks(live, settings.blockSize()),
                            random);
            cells.setFeltDrift(felt.effect());
            cells.setFeltDriftPValue(felt.pValue());
        } catch (IllegalArgumentException collapsed) {
            // an encoder that gives every image the same embedding feels nothing: the cell stays empty
            cells.setFeltDrift(null);
        }
    }

    /** Null if there is too little of them, or the encoders' vectors cannot be compared. */
    private static @Nullable Double distance(List<CanonicalRow> shown, List<Row> live) {
        if (live.size() < LEAST_ROWS
                || live.get(0).current().length != live.get(0).fixed().length) {
            return null;
        }
        Embeddings then = Row.stacked(shown, image -> image.row().fixed());
        try {
            return new Mmd(RbfKernel.medianHeuristic(then), then).unbiased(Row.stacked(live, Row::current));
        } catch (IllegalArgumentException alike) {
            return null; // most canonical images are one and the same
        }
    }

    private static @Nullable Double drift(
            List<CanonicalRow> images, java.util.function.Function<CanonicalRow, float[]> other) {
        double cka =
                LinearCka.debiased(Row.stacked(images, image -> image.row().current()), Row.stacked(images, other));
        return Double.isFinite(cka) ? 1 - cka : null;
    }
}
