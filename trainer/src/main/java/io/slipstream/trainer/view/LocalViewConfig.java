package io.slipstream.trainer.view;

import io.slipstream.schemas.config.Key;

/**
 * Local views: small crops of small parts, seen by the student only. Their flip and colours are those of the global
 * views; they are never solarized.
 *
 * <p>Source: Caron et al., "Emerging properties in self-supervised vision transformers", arXiv:2104.14294, section 3 and
 * appendix E.
 */
public record LocalViewConfig(
        @Key(doc = "Local views per image; 0 is no multi-crop. DINO: 8.", value = "0", min = 0, max = 32)
        int count,

        @Key(
                doc = "Side of a local view in pixels; 0 is half of the global view's. DINO: 96 for 224.",
                value = "0",
                min = 0,
                max = 512)
        int size,

        @Key(
                doc = "Smallest area of a local view's crop, as a share of the image.",
                value = "0.05",
                min = 0.01,
                max = 1)
        double cropMinArea,

        @Key(doc = "Largest area of a local view's crop, as a share of the image.", value = "0.4", min = 0.01, max = 1)
        double cropMaxArea,

        @Key(doc = "Probability of blurring a local view.", value = "0.5", min = 0, max = 1)
        double blur) {

    /** Side of a local view in pixels, given that of a global one. */
    public int sizeBeside(int globalSize) {
        return size == 0 ? globalSize / 2 : size;
    }

    public LocalViewConfig {
        if (cropMaxArea < cropMinArea) {
            throw new IllegalArgumentException(
                    "crop-max-area: must be at least crop-min-area, which is " + cropMinArea);
        }
    }
}
