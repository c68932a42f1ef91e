package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Shuffle;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A permutation test of whether a window and a reference come from the same distribution, by their {@link Mmd}.
 *
 * <p>Blocks of rows are dealt anew to both sides, as many to each as before; the p-value is the share of deals, the
 * observed one counted among them, whose discrepancy is at least the observed one: {@code (1 + #{>=}) / (1 + P)}. It is valid
 * for any number of permutations, and cannot be below {@code 1 / (1 + P)}. The kernel matrix is computed once.
 *
 * <p>Source: Gretton et al., 2012, JMLR 13, section 4; the p-value, Phipson and Smyth, 2010, doi:10.2202/1544-6115.1585.
 *
 * @param permutations at least 1; 500 customary
 */
public record PermutationTest(int permutations) {

    /** @throws IllegalArgumentException if there are no permutations */
    public PermutationTest {
        if (permutations < 1) {
            throw new IllegalArgumentException("expected at least 1 permutation, found " + permutations);
        }
    }

    /**
     * Tests a window.
     *
     * @param reference at least two rows, finite
     * @param referenceBlocks which of them belong together
     * @param window at least two rows of the same dimension, finite
     * @param windowBlocks which of them belong together
     * @param random deals the blocks
     * @throws IllegalArgumentException if the shapes do not match or a side has fewer than two rows
     */
    public Observation test(
            RbfKernel kernel,
            Embeddings reference,
            Blocks referenceBlocks,
            Embeddings window,
            Blocks windowBlocks,
            SplittableRandom random) {
        if (reference.count() < 2 || window.count() < 2) {
            throw new IllegalArgumentException("a discrepancy needs at least 2 embeddings on either side, found "
                    + reference.count() + " and " + window.count());
        }
        BlockKernel blocks = new BlockKernel(kernel, reference.then(window), referenceBlocks.then(windowBlocks));
        boolean windowIsSmaller = windowBlocks.count() < referenceBlocks.count();
        int[] smaller = windowIsSmaller
                ? IntStream.range(referenceBlocks.count(), blocks.blocks()).toArray()
                : IntStream.range(0, referenceBlocks.count()).toArray();
        double observed = blocks.mmd2(smaller);
        int[] deal = IntStream.range(0, blocks.blocks()).toArray();
        int atLeast = 1;
        for (int i = 0; i < permutations; i++) {
            Shuffle.inPlace(deal, random);
            int[] dealt = Arrays.copyOf(deal, smaller.length);
            Arrays.sort(dealt);
            // not "at least": a deal that leaves one row on a side has no discrepancy, and must not speak for drift
            if (!(blocks.mmd2(dealt) < observed)) {
                atLeast++;
            }
        }
        return new Observation(observed, atLeast / (permutations + 1.0));
    }
}
