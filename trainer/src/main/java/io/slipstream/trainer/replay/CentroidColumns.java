package io.slipstream.trainer.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Centroids as columns of a checkpoint: an entry each, and members and means one centroid after the other. */
final class CentroidColumns {

    private static final String MEMBERS = "centroid-members";
    private static final String SIZES = "centroid-sizes";
    private static final String LONG_TERM = "centroid-long-term";
    private static final String UPDATED = "centroid-updated";
    private static final String MEANS = "centroid-means";

    private CentroidColumns() {}

    /** Adds the columns of these centroids, in their order. */
    static void write(List<Centroid> centroids, ReplayColumns.Builder columns) {
        int dim = centroids.isEmpty() ? 0 : centroids.get(0).mean.length;
        float[] means = new float[centroids.size() * dim];
        for (int i = 0; i < centroids.size(); i++) {
            System.arraycopy(centroids.get(i).mean, 0, means, i * dim, dim);
        }
        columns.numbers(
                        MEMBERS,
                        centroids.stream()
                                .flatMap(centroid -> centroid.members.stream())
                                .mapToLong(Long::longValue)
                                .toArray())
                .numbers(
                        SIZES,
                        centroids.stream().mapToLong(c -> c.members.size()).toArray())
                .numbers(
                        LONG_TERM,
                        centroids.stream().mapToLong(c -> c.isLongTerm ? 1 : 0).toArray())
                .numbers(UPDATED, centroids.stream().mapToLong(c -> c.updated).toArray())
                .values(MEANS, means);
    }

    /** The centroids, with all the members they had; none where there are no such columns. */
    static List<Centroid> read(ReplayColumns known) {
        long[] sizes = known.numbers().getOrDefault(SIZES, new long[0]);
        long[] members = known.numbers().getOrDefault(MEMBERS, new long[0]);
        long[] longTerm = known.numbers(LONG_TERM, sizes.length, 0);
        long[] updated = known.numbers(UPDATED, sizes.length, 0);
        float[] means = known.values(MEANS);
        List<Centroid> centroids = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < sizes.length; i++) {
            int dim = means.length / sizes.length;
            Centroid centroid = new Centroid(Arrays.copyOfRange(means, i * dim, (i + 1) * dim), updated[i]);
            centroid.isLongTerm = longTerm[i] == 1;
            for (long member = 0; member < sizes[i]; member++) {
                centroid.members.add(members[next++]);
            }
            centroids.add(centroid);
        }
        return centroids;
    }
}
