package io.slipstream.evaluator.drift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.SquaredDistances;

/**
 * The kernel matrix of a set, summed over pairs of blocks: all that is needed to divide the blocks anew into reference and
 * window and know the discrepancy between them.
 *
 * <p>{@code sums[a][b]}, a >= b, adds up {@code k(i, j)} over rows i of block a and j of block b; within a block over i !=
 * j. One division costs the square of the number of blocks of its smaller side, half of it.
 */
final class BlockKernel {

    private final int[] sizes;
    private final double[][] sums;
    private final double[] sumsOfBlock;
    private final int rows;
    private final double total;

    BlockKernel(RbfKernel kernel, Embeddings embeddings, Blocks blocks) {
        if (blocks.blockOf().length != embeddings.count()) {
            throw new IllegalArgumentException(
                    "expected a block for each of " + embeddings.count() + " rows, found " + blocks.blockOf().length);
        }
        rows = embeddings.count();
        sizes = new int[blocks.count()];
        sums = new double[blocks.count()][];
        for (int a = 0; a < sums.length; a++) {
            sums[a] = new double[a + 1];
        }
        SquaredDistances squaredDistances = new SquaredDistances(embeddings);
        double[] distances = new double[rows];
        for (int i = 0; i < rows; i++) {
            int a = blocks.blockOf()[i];
            sizes[a]++;
            squaredDistances.of(embeddings, i, i, distances);
            for (int j = 0; j < i; j++) {
                int b = blocks.blockOf()[j];
                double similarity = kernel.at(distances[j]);
                sums[Math.max(a, b)][Math.min(a, b)] += a == b ? 2 * similarity : similarity;
            }
        }
        sumsOfBlock = sumsOfBlock();
        double all = 0;
        for (double sum : sumsOfBlock) {
            all += sum;
        }
        total = all;
    }

    /** Of a block with all others and itself. */
    private double[] sumsOfBlock() {
        double[] ofBlock = new double[sums.length];
        for (int a = 0; a < sums.length; a++) {
            ofBlock[a] += sums[a][a];
            for (int b = 0; b < a; b++) {
                ofBlock[a] += sums[a][b];
                ofBlock[b] += sums[a][b];
            }
        }
        return ofBlock;
    }

    int blocks() {
        return sizes.length;
    }

    /** The unbiased discrepancy between some blocks and some others; either side has at least two rows. */
    double mmd2(int[] some, int[] others) {
        double between = 0;
        int n = 0;
        int m = 0;
        for (int a : some) {
            n += sizes[a];
            for (int b : others) {
                between += sums[Math.max(a, b)][Math.min(a, b)];
            }
        }
        for (int b : others) {
            m += sizes[b];
        }
        return within(some) / (n * (n - 1.0)) + within(others) / (m * (m - 1.0)) - 2 * between / ((double) n * m);
    }

    private double within(int[] blocks) {
        double within = 0;
        for (int a : blocks) {
            for (int b : blocks) {
                within += b <= a ? (a == b ? sums[a][a] : 2 * sums[a][b]) : 0;
            }
        }
        return within;
    }

    /**
     * The unbiased discrepancy between some blocks and all others.
     *
     * @param chosen blocks of one side, ascending; either side has at least two rows
     */
    double mmd2(int[] chosen) {
        int n = 0;
        double withAll = 0;
        double within = 0;
        for (int p = 0; p < chosen.length; p++) {
            int a = chosen[p];
            n += sizes[a];
            withAll += sumsOfBlock[a];
            double[] row = sums[a];
            double others = 0;
            for (int q = 0; q < p; q++) {
                others += row[chosen[q]];
            }
            within += row[a] + 2 * others;
        }
        double between = withAll - within;
        double withinOthers = total - within - 2 * between;
        double m = rows - n;
        return within / (n * (n - 1.0)) + withinOthers / (m * (m - 1)) - 2 * between / (n * m);
    }
}
