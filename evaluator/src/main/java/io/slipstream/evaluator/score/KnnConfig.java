package io.slipstream.evaluator.score;

import io.slipstream.evaluator.metric.KnnProbe;
import io.slipstream.schemas.config.Key;

/** The nearest-neighbour probe. */
public record KnnConfig(
        @Key(
                doc = "Neighbours that vote; auto is 200, or a tenth of the bank if that is smaller.",
                value = "auto",
                allowed = "auto, or a whole number of at least 1")
        String k,

        @Key(doc = "Temperature T of the votes exp(similarity / T).", value = "0.1", min = 1e-6, max = 1000)
        double temperature) {

    private static final String AUTO = "auto";

    public KnnConfig {
        if (!k.equals(AUTO) && !k.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("k: auto, or a whole number of at least 1");
        }
    }

    /** The probe for a bank of the given size; never more neighbours than the bank has. */
    KnnProbe probe(int bankSize) {
        int neighbours = k.equals(AUTO) ? KnnProbe.neighboursFor(bankSize) : Math.min(Integer.parseInt(k), bankSize);
        return new KnnProbe(neighbours, temperature);
    }
}
