package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Shuffle;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** How a statistic is distributed over windows without drift: a sample of it, by simulation on the reference. Immutable. */
public final class NullDistribution implements QuietStream {

    private final double[] ascending;
    private final double mean;
    private final double variance;

    private NullDistribution(double[] ascending) {
        this.ascending = ascending;
        mean = Arrays.stream(ascending).sum() / ascending.length;
        double squares = 0;
        for (double effect : ascending) {
            squares += (effect - mean) * (effect - mean);
        }
        variance = squares / (ascending.length - 1);
    }

    /**
     * The distribution a sample of effects stands for.
     *
     * @param effects of windows without drift, at least two, in any order; copied
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static NullDistribution of(double[] effects) {
        if (effects.length < 2) {
            throw new IllegalArgumentException("a null distribution needs at least 2 effects, found " + effects.length);
        }
        double[] ascending = effects.clone();
        Arrays.sort(ascending);
        return new NullDistribution(ascending);
    }

    /**
     * The distribution of the unbiased {@link Mmd} between windows and the rest of a reference they are drawn from, by
     * blocks, without replacement. The kernel matrix is computed once.
     *
     * @param reference several times as large as a window, finite
     * @param blocks which of its rows belong together
     * @param windowBlocks blocks of a window, fewer than half of the reference's
     * @param count of windows; several times the run length that is to be calibrated
     * @param random draws the windows
     * @throws IllegalArgumentException if the reference is too small or the count is below two
     */
    public static NullDistribution ofMmd(
            RbfKernel kernel,
            Embeddings reference,
            Blocks blocks,
            int windowBlocks,
            int count,
            SplittableRandom random) {
        if (windowBlocks < 1 || 2 * windowBlocks >= blocks.count()) {
            throw new IllegalArgumentException("expected a reference of more than twice the window's " + windowBlocks
                    + " blocks, found " + blocks.count());
        }
        BlockKernel sums = new BlockKernel(kernel, reference, blocks);
        int[] deal = IntStream.range(0, blocks.count()).toArray();
        double[] effects = new double[count];
        for (int i = 0; i < count; i++) {
            Shuffle.inPlace(deal, random);
            int[] window = Arrays.copyOf(deal, windowBlocks);
            Arrays.sort(window);
            effects[i] = sums.mmd2(window);
        }
        return of(effects);
    }

    @Override
    public double mean() {
        return mean;
    }

    @Override
    public double variance() {
        return variance;
    }

    /** An effect together with how probable one at least as large is: {@code (1 + #{>=}) / (1 + n)}. */
    public Observation observe(double effect) {
        int below = 0;
        int above = ascending.length;
        while (below < above) {
            int middle = (below + above) >>> 1;
            if (ascending[middle] < effect) {
                below = middle + 1;
            } else {
                above = middle;
            }
        }
        return new Observation(effect, (1.0 + ascending.length - below) / (1.0 + ascending.length));
    }

    /** Windows that do not depend on one another, each seen against all the others. */
    @Override
    public Supplier<Observation> begin(SplittableRandom random) {
        return () -> draw(random);
    }

    private Observation draw(SplittableRandom random) {
        int rank = random.nextInt(ascending.length);
        return new Observation(ascending[rank], (ascending.length - rank) / (double) ascending.length);
    }
}
