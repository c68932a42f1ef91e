package io.slipstream.trainer.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of one contender over all its turns.
 *
 * @param name the contender
 * @param steps steps measured
 * @param imagesPerSecond images of a step over the median of its time
 * @param millis quartiles of a step's wall-clock time
 * @param processorMillis mean processor time of a step, which holds while other work shares the cores
 * @param parts mean wall-clock milliseconds by part of a step
 */
record Measurement(
        String name,
        int steps,
        double imagesPerSecond,
        Quartiles millis,
        double processorMillis,
        Map<String, Double> parts) {

    /** Three points that cut a sample into quarters, by linear interpolation. */
    record Quartiles(double lower, double median, double upper) {

        static Quartiles of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
        }

        private static double at(double[] sorted, double share) {
            double position = share * (sorted.length - 1);
            int below = (int) position;
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
        }
    }

    /**
     * The figures of some turns.
     *
     * @param turns one at least
     * @param batch images of a step
     */
    static Measurement of(String name, List<Turn> turns, int batch) {
        double[] millis = turns.stream()
                .flatMap(turn -> turn.millis().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        Quartiles quartiles = Quartiles.of(millis);
        double processor = turns.stream().mapToDouble(Turn::processorMillis).sum() / millis.length;
        Map<String, Double> parts = new LinkedHashMap<>();
        for (Turn turn : turns) {
            turn.parts().forEach((part, sum) -> parts.merge(part, sum / millis.length, Double::sum));
        }
        return new Measurement(name, millis.length, 1000 * batch / quartiles.median(), quartiles, processor, parts);
    }
}
