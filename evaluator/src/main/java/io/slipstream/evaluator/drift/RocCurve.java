package io.slipstream.evaluator.drift;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The curve of true over false positives as the threshold on a score falls. */
final class RocCurve {

    private RocCurve() {}

    /**
     * The area under it: the probability that a positive scores higher than a negative, a tie counted half.
     *
     * @param labels 1 for positives, 0 for negatives, at least one of each
     */
    static double area(double[] scores, int[] labels) {
        int[] ascending = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double wins = 0;
        long negatives = 0;
        long positives = 0;
        for (int from = 0; from < ascending.length; ) {
            long tiedNegatives = 0;
            long tiedPositives = 0;
            double score = scores[ascending[from]];
            while (from < ascending.length && scores[ascending[from]] == score) {
                tiedPositives += labels[ascending[from]];
                tiedNegatives += 1 - labels[ascending[from]];
                from++;
            }
            wins += tiedPositives * (negatives + tiedNegatives / 2.0);
            negatives += tiedNegatives;
            positives += tiedPositives;
        }
        return wins / ((double) negatives * positives);
    }
}
