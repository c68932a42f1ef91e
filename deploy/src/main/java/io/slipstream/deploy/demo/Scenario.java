package io.slipstream.deploy.demo;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A scripted run of the demo: what is done to the pipeline in mid-run, and so what it has to say about it. */
enum Scenario {

    /** Nothing is done to it: nothing is raised. */
    QUIET,

    /** The lamps over the lines are replaced: the data drift. */
    LAMP_CHANGE,

    /** The trainer is given a far too high learning rate: the representation drifts, the data do not. */
    BAD_LEARNING_RATE;

    /** Time for the anchor of every source, and for some windows that are judged by it. */
    static final Duration DISTURBED_AFTER = Duration.ofMinutes(4);

    /** Time for two windows of every source, or for some snapshots of the disturbed trainer. */
    static final Duration OBSERVED_FOR = Duration.ofMinutes(3);

    /** The scenario of that name, if there is one. */
    static Optional<Scenario> named(String word) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.word().equals(word))
                .findFirst();
    }

    /** Its name on the command line and in reports: {@code lamp-change} and so on. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
