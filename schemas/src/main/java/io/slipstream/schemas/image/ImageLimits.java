package io.slipstream.schemas.image;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;

/** The largest image that is let in. Both limits are checked before a pixel is decoded. */
public record ImageLimits(
        @Key(doc = "Largest encoded image.", value = "10MiB", min = 1, max = 1L << 30)
        ByteSize maxBytes,

        @Key(
                doc = "Most pixels of an image, width times height, as its header states them.",
                value = "50_000_000",
                min = 1,
                max = 500_000_000)
        long maxPixels) {}
