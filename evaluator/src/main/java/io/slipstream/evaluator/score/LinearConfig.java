package io.slipstream.evaluator.score;

import io.slipstream.evaluator.metric.LinearProbe;
import io.slipstream.evaluator.metric.LogisticRegression;
import io.slipstream.schemas.config.Key;
import java.util.List;

/** The linear probe. */
public record LinearConfig(
        @Key(doc = "Whether every snapshot goes through the linear probe.", value = "true")
        boolean enabled,

        @Key(
                doc =
                        "Inverse strengths C of the regularization, ascending; the one that is best on the validation part is"
                                + " reported on the test part.",
                value = "[1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]",
                min = 1e-12,
                max = 1e12)
        List<Double> inverseStrengths) {

    public LinearConfig {
        try {
            new LinearProbe(inverseStrengths, LogisticRegression.DEFAULT);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException("inverse-strengths: " + unusable.getMessage(), unusable);
        }
    }

    LinearProbe probe() {
        return new LinearProbe(inverseStrengths, LogisticRegression.DEFAULT);
    }
}
