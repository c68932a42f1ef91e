package io.slipstream.trainer.view;

import io.slipstream.schemas.config.Key;

/**
 * Strengths and probabilities of the augmentations. Defaults: BYOL's colours, with the crop range usual for small images
 * and without blur and solarization, which small images do not survive.
 *
 * <p>BYOL on ImageNet: {@code crop-min-area} 0.08, bicubic, blur 1.0 and 0.1, solarization 0 and 0.2. Source: Grill et
 * al., "Bootstrap your own latent", arXiv:2006.07733, appendix B.
 */
public record ViewConfig(
        @Key(
                doc = "Smallest area of a random resized crop, as a share of the image.",
                value = "0.2",
                min = 0.01,
                max = 1)
        double cropMinArea,

        @Key(doc = "Largest area of a random resized crop, as a share of the image.", value = "1", min = 0.01, max = 1)
        double cropMaxArea,

        @Key(doc = "Probability of a horizontal flip.", value = "0.5", min = 0, max = 1)
        double flip,

        @Key(doc = "Probability of changing the colours.", value = "0.8", min = 0, max = 1)
        double jitter,

        @Key(doc = "Brightness factor is drawn from 1 - this to 1 + this.", value = "0.4", min = 0, max = 1)
        double brightness,

        @Key(doc = "Contrast factor is drawn from 1 - this to 1 + this.", value = "0.4", min = 0, max = 1)
        double contrast,

        @Key(doc = "Saturation factor is drawn from 1 - this to 1 + this.", value = "0.2", min = 0, max = 1)
        double saturation,

        @Key(doc = "Hue turns by up to this share of the colour circle, either way.", value = "0.1", min = 0, max = 0.5)
        double hue,

        @Key(doc = "Probability of dropping the colours.", value = "0.2", min = 0, max = 1)
        double grayscale,

        @Key(doc = "How a crop is resized; bicubic is sharper and slower.", value = "bilinear")
        Interpolation interpolation,

        @Key(
                doc = "Smallest standard deviation of a Gaussian blur, in pixels of the view.",
                value = "0.1",
                min = 0.01,
                max = 100)
        double blurSigmaMin,

        @Key(
                doc = "Largest standard deviation of a Gaussian blur, in pixels of the view.",
                value = "2",
                min = 0.01,
                max = 100)
        double blurSigmaMax,

        @Key(
                doc = "Probability of blurring the first global view; BYOL on ImageNet: 1.0.",
                value = "0",
                min = 0,
                max = 1)
        double firstBlur,

        @Key(
                doc = "Probability of blurring the second global view; BYOL on ImageNet: 0.1.",
                value = "0",
                min = 0,
                max = 1)
        double secondBlur,

        @Key(
                doc = "Probability of solarizing the first global view; BYOL on ImageNet: 0.",
                value = "0",
                min = 0,
                max = 1)
        double firstSolarize,

        @Key(
                doc = "Probability of solarizing the second global view; BYOL on ImageNet: 0.2.",
                value = "0",
                min = 0,
                max = 1)
        double secondSolarize,

        @Key(doc = "Further, smaller views: multi-crop.") LocalViewConfig local) {

    /** How a crop is resized. */
    public enum Interpolation {
        BILINEAR,
        BICUBIC
    }

    public ViewConfig {
        if (cropMaxArea < cropMinArea) {
            throw new IllegalArgumentException(
                    "crop-max-area: must be at least crop-min-area, which is " + cropMinArea);
        }
        if (blurSigmaMax < blurSigmaMin) {
            throw new IllegalArgumentException(
                    "blur-sigma-max: must be at least blur-sigma-min, which is " + blurSigmaMin);
        }
    }
}
