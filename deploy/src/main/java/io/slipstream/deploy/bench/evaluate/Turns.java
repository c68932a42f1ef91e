package io.slipstream.deploy.bench.evaluate;

import java.util.ArrayList;
import java.util.List;

/** The turns of one contender at one piece of work. */
final class Turns {

    private final List<Double> seconds = new ArrayList<>();
    private double accuracy = Double.NaN;

    void add(double ofTurn, double itsAccuracy) {
        seconds.add(ofTurn);
        accuracy = itsAccuracy;
    }

    /** Of every turn. */
    List<Double> seconds() {
        return List.copyOf(seconds);
    }

    /** Of the last turn; all do the same. */
    double accuracy() {
        return accuracy;
    }

    /** The middle one of the times, the mean of two in the middle. */
    double median() {
        List<Double> ascending = seconds.stream().sorted().toList();
        int n = ascending.size();
        return (ascending.get((n - 1) / 2) + ascending.get(n / 2)) / 2;
    }
}
