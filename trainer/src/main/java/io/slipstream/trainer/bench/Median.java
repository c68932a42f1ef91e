package io.slipstream.trainer.bench;

import java.util.List;

/** The middle of what was measured. */
final class Median {

    private Median() {}

    /** The median; of an even number of values the upper one. */
    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
