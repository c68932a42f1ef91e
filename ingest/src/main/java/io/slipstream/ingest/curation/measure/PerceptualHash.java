package io.slipstream.ingest.curation.measure;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * The look of a picture in 64 bits: pictures that look alike have hashes that differ in few bits.
 *
 * <p>The picture is shrunk to 32 x 32 cells of luma; of their discrete cosine transform (DCT-II) the 8 x 8 lowest
 * frequencies are kept, and each gives one bit: whether it is larger than the median of all 64. Bit 63 is the mean, bit
 * 62 the lowest horizontal frequency, and so on row by row. Encoding again, resizing and small changes of light move a
 * few bits; another picture differs in 32 on average. Pictures without structure (black, covered lens) have no look, and
 * what noise they have decides.
 *
 * <p>Source: C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1, in the
 * variant of the Python library imagehash ({@code phash}).
 */
public final class PerceptualHash {

    static final int CELLS = 32;
    private static final int FREQUENCIES = 8;

    /** Pixels looked at along each side of a cell at most; more would cost more than they tell. */
    private static final int SAMPLES_PER_SIDE = 8;

    /** Coefficients closer than this are equal: what a flat picture has is the error of floating point. */
    private static final double RESOLUTION = 1e-6;

    private static final double[][] COSINES = cosines();

    private PerceptualHash() {}

    /** The hash of an image of {@link BufferedImage#TYPE_3BYTE_BGR}. */
    public static long of(BufferedImage image) {
        return of(cells(image));
    }

    /** The number of bits in which two hashes differ, 0 to 64 (Hamming distance). */
    public static int distance(long one, long other) {
        return Long.bitCount(one ^ other);
    }

    /** The hash of 32 x 32 cells, {@code cells[row][column]}. */
    static long of(double[][] cells) {
        double[] low = lowFrequencies(cells);
        double[] sorted = low.clone();
        Arrays.sort(sorted);
        double median = (sorted[low.length / 2 - 1] + sorted[low.length / 2]) / 2;
        long hash = 0;
        for (double coefficient : low) {
            hash = (hash << 1) | (coefficient > median ? 1 : 0);
        }
        return hash;
    }

    /** The mean luma of each cell, by up to 8 x 8 of its pixels. */
    private static double[][] cells(BufferedImage image) {
        byte[] bgr = Luma.samples(image);
        int[] columns = positions(image.getWidth());
        int[] rows = positions(image.getHeight());
        int perCell = rows.length / CELLS * (columns.length / CELLS);
        double[][] cells = new double[CELLS][CELLS];
        for (int row = 0; row < rows.length; row++) {
            double[] line = cells[row * CELLS / rows.length];
            int start = rows[row] * image.getWidth();
            for (int column = 0; column < columns.length; column++) {
                line[column * CELLS / columns.length] += Luma.at(bgr, 3 * (start + columns[column]));
            }
        }
        for (double[] line : cells) {
            Arrays.setAll(line, column -> line[column] / perCell);
        }
        return cells;
    }

    /** Evenly spread pixel positions, the same number in each cell. */
    private static int[] positions(int pixels) {
        int count = CELLS * Math.max(1, Math.min(SAMPLES_PER_SIDE, pixels / CELLS));
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> (int) ((2L * i + 1) * pixels / (2L * count)));
        return positions;
    }

    /** The lowest 8 x 8 coefficients of the two-dimensional DCT-II, row by row. */
    private static double[] lowFrequencies(double[][] cells) {
        double[][] byRow = new double[CELLS][FREQUENCIES];
        for (int row = 0; row < CELLS; row++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                for (int column = 0; column < CELLS; column++) {
                    byRow[row][u] += cells[row][column] * COSINES[u][column];
                }
            }
        }
        double[] low = new double[FREQUENCIES * FREQUENCIES];
        for (int v = 0; v < FREQUENCIES; v++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                double sum = 0;
                for (int row = 0; row < CELLS; row++) {
                    sum += byRow[row][u] * COSINES[v][row];
                }
                low[v * FREQUENCIES + u] = Math.rint(sum / RESOLUTION) * RESOLUTION;
            }
        }
        return low;
    }

    private static double[][] cosines() {
        double[][] cosines = new double[FREQUENCIES][CELLS];
        for (int u = 0; u < FREQUENCIES; u++) {
            for (int x = 0; x < CELLS; x++) {
                cosines[u][x] = 2 * Math.cos(Math.PI * u * (2 * x + 1) / (2 * CELLS));
            }
        }
        return cosines;
    }
}
