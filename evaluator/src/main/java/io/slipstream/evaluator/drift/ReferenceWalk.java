package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Shuffle;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Streams that go through a reference in its own order, round and round, from any of its blocks on: their windows are at one
 * place of the reference each, and the next window is at the next place. So whatever comes and goes within the reference
 * (daylight, shifts, batches of one product) comes and goes in the stream, and counts as no drift; windows of blocks from
 * anywhere ({@link NullDistribution}) would be more alike than any real ones.
 *
 * <p>The p-value of a window is that of windows of blocks from anywhere, as in a {@link PermutationTest}. Immutable.
 *
 * <p>Source: bootstrap of neighbouring blocks on a circle, Politis and Romano, 1992.
 */
public final class ReferenceWalk implements QuietStream {

    /** Windows at each place, which differ in their blocks. */
    private static final int WINDOWS_PER_PLACE = 32;

    private final double[][] effects;
    private final int step;
    private final NullDistribution all;
    private final NullDistribution anywhere;

    private ReferenceWalk(double[][] effects, int step, NullDistribution anywhere) {
        this.effects = effects;
        this.step = step;
        this.anywhere = anywhere;
        all = NullDistribution.of(
                Arrays.stream(effects).flatMapToDouble(Arrays::stream).toArray());
    }

    /**
     * Windows against the rest of the reference. A window has half the blocks of its surroundings, which are twice its size.
     *
     * @param reference more than twice as large as a window, in the order in which it came, finite
     * @param blocks which of its rows belong together, numbered in that order
     * @param windowBlocks blocks of a window, fewer than half of the reference's
     * @param anywhere windows of blocks from anywhere against the rest
     * @param random draws the windows
     */
    public static ReferenceWalk againstTheRest(
            RbfKernel kernel,
            Embeddings reference,
            Blocks blocks,
            int windowBlocks,
            NullDistribution anywhere,
            SplittableRandom random) {
        BlockKernel sums = new BlockKernel(kernel, reference, blocks);
        return of(blocks.count(), windowBlocks, anywhere, place -> {
            int first = place - windowBlocks / 2;
            return sums.mmd2(drawn(first, 2 * windowBlocks, windowBlocks, blocks, random));
        });
    }

    /**
     * Windows against the window before; parameters as above. The two have each two thirds of the blocks of their
     * surroundings, or of their half of the reference if that is smaller.
     */
    public static ReferenceWalk againstThePrevious(
            RbfKernel kernel,
            Embeddings reference,
            Blocks blocks,
            int windowBlocks,
            NullDistribution anywhere,
            SplittableRandom random) {
        BlockKernel sums = new BlockKernel(kernel, reference, blocks);
        int around = Math.min(3 * windowBlocks / 2, blocks.count() / 2);
        return of(blocks.count(), windowBlocks, anywhere, place -> {
            int[] previous = drawn(place - around, around, windowBlocks, blocks, random);
            return sums.mmd2(previous, drawn(place, around, windowBlocks, blocks, random));
        });
    }

    private static ReferenceWalk of(int places, int step, NullDistribution anywhere, IntToDoubleFunction effect) {
        double[][] effects = new double[places][WINDOWS_PER_PLACE];
        for (int place = 0; place < places; place++) {
            for (int i = 0; i < WINDOWS_PER_PLACE; i++) {
                effects[place][i] = effect.applyAsDouble(place);
            }
        }
        return new ReferenceWalk(effects, step, anywhere);
    }

    /** A window's blocks out of so many from one on, ascending; after the last block comes the first. */
    private static int[] drawn(int first, int around, int windowBlocks, Blocks blocks, SplittableRandom random) {
        int[] surroundings = IntStream.range(first, first + around)
                .map(block -> Math.floorMod(block, blocks.count()))
                .toArray();
        Shuffle.inPlace(surroundings, random);
        int[] drawn = Arrays.copyOf(surroundings, windowBlocks);
        Arrays.sort(drawn);
        return drawn;
    }

    @Override
    public double mean() {
        return all.mean();
    }

    @Override
    public double variance() {
        return all.variance();
    }

    @Override
    public Supplier<Observation> begin(SplittableRandom random) {
        int[] place = {random.nextInt(effects.length)};
        return () -> {
            place[0] = (place[0] + step) % effects.length;
            return anywhere.observe(effects[place[0]][random.nextInt(WINDOWS_PER_PLACE)]);
        };
    }
}
