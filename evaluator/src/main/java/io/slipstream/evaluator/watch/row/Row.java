package io.slipstream.evaluator.watch.row;

import io.slipstream.evaluator.drift.Blocks;
import io.slipstream.evaluator.drift.ImageStatistics;
import io.slipstream.evaluator.metric.Embeddings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One image of the stream as the statistics see it: never its pixels.
 *
 * @param source source key
 * @param id SHA-256 of the encoded image
 * @param partition where its record is: partition and offset
 * @param offset of the record
 * @param time capture time, milliseconds
 * @param bytes size of the encoded image
 * @param looks what it looks like
 * @param eyes which encoders looked at it
 * @param fixed embedding of the fixed encoder
 * @param current embedding of the current encoder; empty if there was none
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
public record Row(
        String source,
        String id,
        int partition,
        long offset,
        long time,
        int bytes,
        ImageStatistics looks,
        Eyes eyes,
        float[] fixed,
        float[] current) {

    /** The rows' embeddings by the fixed encoder. */
    public static Embeddings fixed(List<Row> rows) {
        return stacked(rows, Row::fixed);
    }

    /** Some vector of every row, one below the other; all of one length. */
    public static <T> Embeddings stacked(List<T> rows, Function<T, float[]> vector) {
        int dim = vector.apply(rows.get(0)).length;
        float[] values = new float[rows.size() * dim];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(vector.apply(rows.get(i)), 0, values, i * dim, dim);
        }
        return new Embeddings(rows.size(), dim, values);
    }

    /**
     * Which rows belong together: runs of so many rows of the same source, since the frames of a camera depend on the ones
     * before.
     */
    public static Blocks blocks(List<Row> rows, int size) {
        Map<String, int[]> open = new HashMap<>();
        int[] blockOf = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < blockOf.length; i++) {
            int[] blockAndRoom = open.computeIfAbsent(rows.get(i).source(), source -> new int[2]);
            if (blockAndRoom[1] == 0) {
                blockAndRoom[0] = count++;
                blockAndRoom[1] = size;
            }
            blockOf[i] = blockAndRoom[0];
            blockAndRoom[1]--;
        }
        return new Blocks(blockOf, count);
    }
}
