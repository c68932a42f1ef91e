package io.slipstream.ingest.curation;

import io.slipstream.ingest.curation.measure.Quality;
import io.slipstream.schemas.config.Key;
import java.util.Optional;

/** What an image must be to be worth learning from. The defaults let everything pass, and measure nothing. */
record QualityLimits(
        @Key(
                doc =
                        "Least sharpness: variance of the Laplacian of luma at full resolution; about 100 tells sharp from"
                                + " blurred in photographs of one megapixel.",
                value = "0",
                min = 0,
                max = 1_000_000)
        double minSharpness,

        @Key(doc = "Least mean luma, 0 (black) to 255 (white).", value = "0", min = 0, max = 255)
        double minBrightness,

        @Key(doc = "Largest mean luma.", value = "255", min = 0, max = 255)
        double maxBrightness,

        @Key(doc = "Least entropy of the luma histogram, bits: 0 is one tone, 8 is all.", value = "0", min = 0, max = 8)
        double minEntropy) {

    QualityLimits {
        if (minBrightness > maxBrightness) {
            throw new IllegalArgumentException("min-brightness: at most max-brightness, which is " + maxBrightness);
        }
    }

    /** Whether any limit can be missed. */
    boolean isOn() {
        return minSharpness > 0 || minBrightness > 0 || maxBrightness < 255 || minEntropy > 0;
    }

    /** The first limit that a picture misses. */
    Optional<Policy> missedBy(Quality quality) {
        if (quality.sharpness() < minSharpness) {
            return Optional.of(Policy.BLUR);
        }
        if (quality.brightness() < minBrightness || quality.brightness() > maxBrightness) {
            return Optional.of(Policy.EXPOSURE);
        }
        return quality.entropy() < minEntropy ? Optional.of(Policy.ENTROPY) : Optional.empty();
    }
}
