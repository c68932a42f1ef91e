package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.drift.Blocks;
import io.slipstream.evaluator.drift.DomainClassifier;
import io.slipstream.evaluator.drift.FrechetDistance;
import io.slipstream.evaluator.drift.Holm;
import io.slipstream.evaluator.drift.KolmogorovSmirnov;
import io.slipstream.evaluator.drift.LinearTimeMmd;
import io.slipstream.evaluator.drift.NormShift;
import io.slipstream.evaluator.drift.Observation;
import io.slipstream.evaluator.drift.PermutationTest;
import io.slipstream.evaluator.metric.CollapseLevel;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Shuffle;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.schemas.record.DriftStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A window against one reference, by every statistic there is.
 *
 * @param size images of the reference
 * @param effect the unbiased MMD and its p-value by permutation, which alarms go by
 * @param statistics the others
 */
record Comparison(int size, Observation effect, List<DriftStatistic> statistics) {

    private static final int LEAST_ROWS = 4;

    /** @param reference rows by the anchor's fixed encoder; at least four, as of the window */
    static Comparison of(
            AnchorModel anchor,
            List<Row> reference,
            List<Row> window,
            JudgeSettings settings,
            SplittableRandom random) {
        Embeddings ofReference = Row.fixed(reference);
        Embeddings ofWindow = Row.fixed(window);
        Blocks blocksOfReference = Row.blocks(reference, settings.blockSize());
        Blocks blocksOfWindow = Row.blocks(window, settings.blockSize());
        Observation effect = new PermutationTest(settings.permutations())
                .test(anchor.kernel(), ofReference, blocksOfReference, ofWindow, blocksOfWindow, random);
        Embeddings projectedReference = anchor.pca().project(ofReference);
        Embeddings projectedWindow = anchor.pca().project(ofWindow);
        List<Observation> columns = KolmogorovSmirnov.testColumns(projectedReference, projectedWindow);
        Observation farthestColumn = new Observation(
                columns.stream().mapToDouble(Observation::effect).max().orElseThrow(),
                columns.stream().mapToDouble(Observation::pValue).min().orElseThrow());

        List<DriftStatistic> statistics = new ArrayList<>();
        statistics.addAll(tests(
                effect,
                farthestColumn,
                LinearTimeMmd.of(anchor.kernel(), shuffled(ofReference, random), shuffled(ofWindow, random)),
                classified(ofReference, blocksOfReference, ofWindow, blocksOfWindow, random)));
        statistics.add(statistic("frechet", FrechetDistance.squared(projectedReference, projectedWindow), null, null));
        statistics.add(statistic("norm-shift", NormShift.of(ofReference, ofWindow), null, null));
        statistics.add(statistic("spread", 1 - CollapseLevel.of(ofWindow), null, null));
        statistics.add(statistic("spread-of-reference", 1 - CollapseLevel.of(ofReference), null, null));
        for (int i = 0; i < columns.size(); i++) {
            // adjusted by the test of columns
            statistics.add(statistic(
                    "ks-pc-" + (i + 1),
                    columns.get(i).effect(),
                    null,
                    columns.get(i).pValue()));
        }
        statistics.removeIf(statistic -> !Double.isFinite(statistic.getValue()));
        return new Comparison(reference.size(), effect, statistics);
    }

    /** Whether there are rows enough on either side. */
    static boolean isPossible(List<Row> reference, List<Row> window) {
        return reference.size() >= LEAST_ROWS && window.size() >= LEAST_ROWS;
    }

    /** One family of tests, adjusted together. */
    private static List<DriftStatistic> tests(
            Observation mmd, Observation columns, Observation linear, @Nullable Observation classified) {
        List<String> names = new ArrayList<>(List.of("mmd", "ks", "mmd-linear"));
        List<Observation> found = new ArrayList<>(List.of(mmd, columns, linear));
        if (classified != null) {
            names.add("domain-classifier-auc");
            found.add(classified);
        }
        double[] adjusted =
                Holm.adjust(found.stream().mapToDouble(Observation::pValue).toArray());
        return IntStream.range(0, names.size())
                .mapToObj(i -> statistic(
                        names.get(i), found.get(i).effect(), found.get(i).pValue(), adjusted[i]))
                .toList();
    }

    private static @Nullable Observation classified(
            Embeddings reference,
            Blocks referenceBlocks,
            Embeddings window,
            Blocks windowBlocks,
            SplittableRandom random) {
        DomainClassifier classifier = DomainClassifier.DEFAULT;
        return Math.min(referenceBlocks.count(), windowBlocks.count()) < classifier.folds()
                ? null
                : classifier.test(reference, referenceBlocks, window, windowBlocks, random);
    }

    /** Neighbouring rows depend on one another, which the linear-time estimate must not see. */
    private static Embeddings shuffled(Embeddings embeddings, SplittableRandom random) {
        int[] order = IntStream.range(0, embeddings.count()).toArray();
        Shuffle.inPlace(order, random);
        return embeddings.rows(order);
    }

    private static DriftStatistic statistic(
            String name, double value, @Nullable Double pValue, @Nullable Double adjusted) {
        return DriftStatistic.newBuilder()
                .setName(name)
                .setValue(value)
                .setPValue(pValue)
                .setAdjustedPValue(adjusted)
                .build();
    }
}
