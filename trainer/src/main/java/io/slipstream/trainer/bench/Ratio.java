package io.slipstream.trainer.bench;

import java.util.List;

/**
 * How much faster one contender is than another: above 1, it is.
 *
 * @param wall the other's median time of a step over this one's
 * @param processor the other's processor time of a step over this one's, which holds on a shared machine
 */
record Ratio(String of, String over, double wall, double processor) {

    private static final String OWN = "slipstream ";
    private static final String REFERENCE = "pytorch ";

    /** Each of Slipstream's measurements over every reference for the same work. */
    static List<Ratio> of(List<Measurement> measurements) {
        return measurements.stream()
                .filter(own -> own.name().startsWith(OWN))
                .flatMap(own -> measurements.stream()
                        .filter(other -> other.name().startsWith(own.name().replace(OWN, REFERENCE)))
                        .map(other -> of(own, other)))
                .toList();
    }

    private static Ratio of(Measurement own, Measurement other) {
        return new Ratio(
                own.name(),
                other.name(),
                other.millis().median() / own.millis().median(),
                other.processorMillis() / own.processorMillis());
    }
}
