package io.slipstream.evaluator.channel.gate;

import io.slipstream.schemas.config.Key;
import java.time.Duration;
import java.util.Map;

/**
 * When a snapshot moves on, and when the stable one is taken back. Its text and the SHA-256 of that are on the topic of
 * decisions: what is not in here must not influence a decision.
 */
public record GatesConfig(
        @Key(
                doc =
                        "Labelled probe sets on which the snapshot must not be worse than the stable one, by the set's name"
                                + " in the scores; each set named here needs a score.")
        Map<String, ProbeGate> probes,

        @Key(doc = "How much of the embedding space has to be in use.")
        RankMeGate rankMe,

        @Key(doc = "How far the embedding space may be from that of the stable snapshot.")
        CkaGate cka,

        @Key(doc = "Whether the verdict of the report has to be healthy.", value = "true")
        boolean healthy,

        @Key(
                doc = "Largest collapse level, 0 healthy to 1 collapsed; 1 turns the gate off.",
                value = "0.9",
                min = 0,
                max = 1)
        double maxCollapse,

        @Key(
                doc =
                        "Images the snapshot must have seen in training; 0 turns the gate off, and lets the untrained encoder"
                                + " of step 0 through.",
                value = "1",
                min = 0)
        long minImages,

        @Key(
                doc = "Age from which a snapshot may move on, from the moment its weights were captured.",
                value = "0s",
                min = 0)
        Duration minAge,

        @Key(
                doc = "How long a snapshot waits on its channel for a report or score that a gate needs, before it is"
                        + " refused for the want of it.",
                value = "30m",
                min = 0)
        Duration evidenceWithin,

        @Key(
                doc =
                        "What a gate does that compares with the stable snapshot when the two cannot be compared, because they"
                                + " were measured under different suites or the stable one was not: wait and then refuse, or pass."
                                + " Without a stable snapshot such gates always pass.",
                value = "hold")
        WithoutComparison withoutComparison,

        @Key(doc = "What a snapshot goes through between candidate and stable.")
        ShadowConfig shadow,

        @Key(
                doc = "Whether the stable snapshot is taken back by itself when a report or score that came after its"
                        + " promotion fails a gate that needs no comparison.",
                value = "true")
        boolean rollBack) {

    /** What to do where a comparison is impossible. */
    public enum WithoutComparison {
        /** Wait for it, then refuse. */
        HOLD,
        /** Pass. */
        PASS
    }

    /** Whether any gate reads the report. */
    boolean needsReport() {
        return healthy || maxCollapse < 1 || rankMe.isOn() || cka.isOn();
    }
}
