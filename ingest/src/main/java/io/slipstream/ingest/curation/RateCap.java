package io.slipstream.ingest.curation;

import io.slipstream.ingest.pace.Rate;
import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** How many images one source may forward, in record time: a token bucket per source. */
record RateCap(
        @Key(doc = "Most images per second of each source, on average.", value = "unlimited", allowed = Rate.FORM)
        String perSource,

        @Key(
                doc = "How much of that a source that was silent may send at once: 10s of 5/s are 50 images.",
                value = "10s",
                min = 0.001,
                max = 86_400)
        Duration burst) {

    RateCap {
        try {
            Rate.parse(perSource);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("per-source: " + Rate.FORM, e);
        }
    }

    boolean isOn() {
        return Rate.parse(perSource).isLimited();
    }

    /** The rules of a source's bucket. */
    TokenBucket.Rules rules() {
        double perSecond = Rate.parse(perSource).perSecond();
        return new TokenBucket.Rules(perSecond / 1000, Math.max(1, perSecond * burst.toMillis() / 1000));
    }
}
