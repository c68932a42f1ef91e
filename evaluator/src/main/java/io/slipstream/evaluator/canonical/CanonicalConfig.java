package io.slipstream.evaluator.canonical;

import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import java.nio.file.Path;
import java.util.Optional;

/** Which images every snapshot is compared on. */
public record CanonicalConfig(
        @Key(
                doc =
                        "Images without labels that must not change: a directory, or a tar, tar.gz or zip archive. If absent,"
                                + " they are drawn once from the probe sets and kept.")
        Optional<Path> path,

        @Key(
                doc = "Images used at most, a random sample if there are more; has no effect on a set that was kept"
                        + " before.",
                value = "512",
                min = 10,
                max = 100_000)
        int maxImages,

        @Key(doc = "Limits of an image; one beyond them is left out.")
        ImageLimits image) {}
