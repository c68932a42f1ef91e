package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.drift.AlarmRule;
import io.slipstream.evaluator.drift.Blocks;
import io.slipstream.evaluator.drift.Calibration;
import io.slipstream.evaluator.drift.Mmd;
import io.slipstream.evaluator.drift.NullDistribution;
import io.slipstream.evaluator.drift.Pca;
import io.slipstream.evaluator.drift.QuietStream;
import io.slipstream.evaluator.drift.RbfKernel;
import io.slipstream.evaluator.drift.ReferenceWalk;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Shuffle;
import io.slipstream.evaluator.watch.row.AlarmMemory;
import io.slipstream.evaluator.watch.row.Row;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The anchor with all that is derived from it once: the kernel and the principal components that every reference and window
 * is seen through, so that effects compare. Immutable.
 */
public final class AnchorModel {

    private final List<Row> rows;
    private final Embeddings embeddings;
    private final Blocks blocks;
    private final RbfKernel kernel;
    private final Pca pca;
    private final Mmd mmd;

    private AnchorModel(List<Row> rows, int blockSize, int components) {
        this.rows = rows;
        embeddings = Row.fixed(rows);
        blocks = Row.blocks(rows, blockSize);
        kernel = RbfKernel.medianHeuristic(embeddings);
        pca = Pca.fit(embeddings, Math.min(components, embeddings.dim()));
        mmd = new Mmd(kernel, embeddings);
    }

    /**
     * The model of an anchor.
     *
     * @param rows all by one fixed encoder
     * @throws IllegalArgumentException if most of the embeddings are equal, with that in words
     */
    public static AnchorModel of(List<Row> rows, JudgeSettings settings) {
        return new AnchorModel(rows, settings.blockSize(), settings.components());
    }

    /** Capture times, milliseconds. */
    public LongSummaryStatistics times() {
        return rows.stream().mapToLong(Row::time).summaryStatistics();
    }

    List<Row> rows() {
        return rows;
    }

    Embeddings embeddings() {
        return embeddings;
    }

    Blocks blocks() {
        return blocks;
    }

    RbfKernel kernel() {
        return kernel;
    }

    Pca pca() {
        return pca;
    }

    Mmd mmd() {
        return mmd;
    }

    /**
     * The alarms of a reference before their first window, calibrated by simulation on the anchor. Takes about a second:
     * once per anchor and kind of reference.
     *
     * @param asLargeAsAWindow whether the reference is another window, such as the previous one, and not as large as the
     *     anchor
     */
    public AlarmMemory calibrated(boolean asLargeAsAWindow, JudgeSettings settings) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        AlarmRule rule = settings.rule();
        QuietStream quiet = asLargeAsAWindow ? windowByWindow(settings, random) : windows(settings, random);
        Calibration.Declared declared = settings.calibration().declare(rule, quiet, random);
        return AlarmMemory.of(declared, declared.rule().start(quiet));
    }

    /** Windows against the rest of the anchor; declared images have no order that windows could follow. */
    private QuietStream windows(JudgeSettings settings, SplittableRandom random) {
        int windowBlocks = settings.windowSize() / settings.blockSize();
        NullDistribution anywhere =
                NullDistribution.ofMmd(kernel, embeddings, blocks, windowBlocks, settings.simulated(), random);
        return isDeclared()
                ? anywhere
                : ReferenceWalk.againstTheRest(kernel, embeddings, blocks, windowBlocks, anywhere, random);
    }

    /** Windows against the window before; for the p-values the anchor is thinned to two of them and one block. */
    private QuietStream windowByWindow(JudgeSettings settings, SplittableRandom random) {
        int windowBlocks = settings.windowSize() / settings.blockSize();
        int[] order = IntStream.range(0, blocks.count()).toArray();
        Shuffle.inPlace(order, random);
        boolean[] kept = new boolean[blocks.count()];
        for (int i = 0; i < 2 * windowBlocks + 1; i++) {
            kept[order[i]] = true;
        }
        List<Row> thinned = IntStream.range(0, rows.size())
                .filter(row -> kept[blocks.blockOf()[row]])
                .mapToObj(rows::get)
                .toList();
        NullDistribution anywhere = NullDistribution.ofMmd(
                kernel,
                Row.fixed(thinned),
                Row.blocks(thinned, settings.blockSize()),
                windowBlocks,
                settings.simulated(),
                random);
        return isDeclared()
                ? anywhere
                : ReferenceWalk.againstThePrevious(kernel, embeddings, blocks, windowBlocks, anywhere, random);
    }

    private boolean isDeclared() {
        return rows.get(0).offset() < 0;
    }
}
