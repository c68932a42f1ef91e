package io.slipstream.evaluator.drift;

/**
 * Which rows of a set belong together, such as frames of one camera in one minute. Rows of a block depend on one another,
 * so that only whole blocks may change places in a permutation test; single rows would make it see drift everywhere.
 *
 * @param blockOf block of every row, 0..count-1
 * @param count number of blocks, none of them empty
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
public record Blocks(int[] blockOf, int count) {

    /**
     * Runs of rows as they follow one another; the last may be shorter.
     *
     * @param rows at least 0
     * @param size rows of a block, at least 1; 1 for rows that do not depend on one another
     * @throws IllegalArgumentException if the size is below 1
     */
    public static Blocks contiguous(int rows, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("expected blocks of at least 1 row, found " + size);
        }
        int[] blockOf = new int[rows];
        for (int row = 0; row < rows; row++) {
            blockOf[row] = row / size;
        }
        return new Blocks(blockOf, (rows + size - 1) / size);
    }

    /** These blocks, then those of another set whose rows come after. */
    Blocks then(Blocks other) {
        int[] both = new int[blockOf.length + other.blockOf.length];
        System.arraycopy(blockOf, 0, both, 0, blockOf.length);
        for (int row = 0; row < other.blockOf.length; row++) {
            both[blockOf.length + row] = count + other.blockOf[row];
        }
        return new Blocks(both, count + other.count);
    }
}
