package io.slipstream.evaluator.probe;

import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import java.nio.file.Path;
import java.util.Optional;

/** Where a labelled probe set is and how much of it is used. */
public record ProbeSetConfig(
        @Key(
                doc =
                        "Where the images come from: a directory or archive, or the topic probe-samples, to which labels may"
                                + " be added at any time.",
                value = "path")
        ProbeSource source,

        @Key(
                doc =
                        "Labelled images of source path: a directory, or a tar, tar.gz or zip archive; the folder an image is"
                                + " in names its class.")
        Optional<Path> path,

        @Key(
                doc = "Images used at most: a random sample with the same number of every class.",
                value = "2000",
                min = 10,
                max = 1_000_000)
        int maxImages,

        @Key(
                doc =
                        "Of source topic: a set of fewer images gives no scores yet, and a class of fewer than 5 is left out.",
                value = "50",
                min = 10,
                max = 1_000_000)
        int minImages,

        @Key(doc = "Limits of an image; one beyond them is skipped.")
        ImageLimits image) {

    public ProbeSetConfig {
        if (path.isPresent() != (source == ProbeSource.PATH)) {
            throw new IllegalArgumentException(
                    "path: a directory or an archive for source path, and nothing for source topic");
        }
        if (source == ProbeSource.TOPIC && minImages > maxImages) {
            throw new IllegalArgumentException("min-images: at most max-images, which is " + maxImages);
        }
    }
}
