package io.slipstream.evaluator.channel.gate;

import java.util.Locale;

/**
 * What one gate says of one snapshot.
 *
 * @param gate name of the gate, with the probe set where it is about one
 * @param outcome what it comes to
 * @param found what the evidence says, in words
 * @param required what the configuration asks for, in words
 */
public record GateResult(String gate, Outcome outcome, String found, String required) {

    /** What a gate can come to. */
    public enum Outcome {
        /** Good enough. */
        PASSED,
        /** Not good enough, and no waiting helps. */
        FAILED,
        /** Evidence is not there yet. */
        MISSING,
        /** Good enough later, by the passing of time or of newer evidence. */
        EARLY
    }

    static GateResult of(String gate, boolean passed, String found, String required) {
        return new GateResult(gate, passed ? Outcome.PASSED : Outcome.FAILED, found, required);
    }

    /**
     * The result as it stands in a decision's reasons. The wording is part of the record: verification makes decisions
     * again and compares.
     */
    public String inWords() {
        return gate + " " + outcome.name().toLowerCase(Locale.ROOT) + ": found " + found + ", required " + required;
    }
}
