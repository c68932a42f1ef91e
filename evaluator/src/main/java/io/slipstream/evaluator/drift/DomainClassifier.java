package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.LogisticRegression;
import io.slipstream.evaluator.metric.Shuffle;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;

/**
 * How well a linear classifier tells a window from a reference: the area under its ROC curve on rows it was not fitted on,
 * 0.5 when it cannot, 1 when it always can.
 *
 * <p>Blocks of rows are dealt into folds; each fold is scored by a {@link LogisticRegression} fitted on the others, and the
 * areas are averaged. The one-sided p-value takes each area for that of independent scores (Mann and Whitney's variance), so
 * it is approximate, and too small if rows of a block depend on one another.
 *
 * <p>Source: classifier two-sample tests, Lopez-Paz and Oquab, 2017, arXiv:1610.06545.
 *
 * @param folds at least 2
 * @param inverseStrength C of the regression, above 0
 */
public record DomainClassifier(int folds, double inverseStrength) {

    /** Five folds, C = 0.01. */
    public static final DomainClassifier DEFAULT = new DomainClassifier(5, 0.01);

    /** @throws IllegalArgumentException if a number is out of range */
    public DomainClassifier {
        if (folds < 2 || !(inverseStrength > 0)) {
            throw new IllegalArgumentException(
                    "expected at least 2 folds and C > 0, found " + folds + " and " + inverseStrength);
        }
    }

    /**
     * The mean area under the curve, and its p-value.
     *
     * @param reference finite
     * @param referenceBlocks which rows belong together, at least one block per fold
     * @param window finite, of the same dimension
     * @param windowBlocks which rows belong together, at least one block per fold
     * @param random deals the blocks
     * @throws IllegalArgumentException if a side has fewer blocks than there are folds, or the dimensions differ
     */
    public Observation test(
            Embeddings reference,
            Blocks referenceBlocks,
            Embeddings window,
            Blocks windowBlocks,
            SplittableRandom random) {
        int[] foldOf = Arrays.copyOf(deal(referenceBlocks, random), reference.count() + window.count());
        System.arraycopy(deal(windowBlocks, random), 0, foldOf, reference.count(), window.count());
        return test(reference, window, foldOf);
    }

    /** The same with the fold of every row given, those of the reference first. */
    Observation test(Embeddings reference, Embeddings window, int[] foldOf) {
        Embeddings both = reference.then(window);
        double area = 0;
        double variance = 0;
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            int[] train = IntStream.range(0, foldOf.length)
                    .filter(row -> foldOf[row] != held)
                    .toArray();
            int[] test = IntStream.range(0, foldOf.length)
                    .filter(row -> foldOf[row] == held)
                    .toArray();
            double[][] scores = LogisticRegression.DEFAULT
                    .fit(both.rows(train), sides(train, reference.count()), 2, inverseStrength)
                    .classifier()
                    .scores(both.rows(test));
            double[] margins =
                    Arrays.stream(scores).mapToDouble(s -> s[1] - s[0]).toArray();
            int[] sides = sides(test, reference.count());
            double n = Arrays.stream(sides).sum();
            double m = sides.length - n;
            area += RocCurve.area(margins, sides) / folds;
            variance += (m + n + 1) / (12 * m * n) / ((double) folds * folds);
        }
        double z = (area - 0.5) / Math.sqrt(variance);
        return new Observation(area, Erf.erfc(z / Math.sqrt(2)) / 2);
    }

    /** 0 for rows of the reference, 1 for rows of the window. */
    private static int[] sides(int[] rows, int referenceRows) {
        return Arrays.stream(rows).map(row -> row < referenceRows ? 0 : 1).toArray();
    }

    private int[] deal(Blocks blocks, SplittableRandom random) {
        if (blocks.count() < folds) {
            throw new IllegalArgumentException(
                    "expected at least " + folds + " blocks on either side, found " + blocks.count());
        }
        int[] order = IntStream.range(0, blocks.count()).toArray();
        Shuffle.inPlace(order, random);
        return Arrays.stream(blocks.blockOf())
                .map(block -> order[block] % folds)
                .toArray();
    }
}
