package io.slipstream.evaluator.channel.gate;

import io.slipstream.schemas.config.Key;

/** The gate of CKA with the stable snapshot. */
public record CkaGate(
        @Key(
                doc = "Smallest CKA: below it, vectors that users have stored would be worth little; -1 for none.",
                value = "-1",
                min = -1,
                max = 1)
        double min,

        @Key(
                doc = "Largest CKA: above it, a new encoder is not worth the change; 1 for none.",
                value = "1",
                min = -1,
                max = 1)
        double max) {

    public CkaGate {
        if (min > max) {
            throw new IllegalArgumentException("min: at most max, which is " + max);
        }
    }

    boolean isOn() {
        return min > -1 || max < 1;
    }
}
