package io.slipstream.evaluator.probe;

import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.image.ImageLimits;
import java.nio.file.Path;
import java.util.Optional;

/** Where the labelled probe set is and how much of it is used. */
public record ProbeSetConfig(
        @Key(
                doc =
                        "Labelled images: a directory, or a tar, tar.gz or zip archive; the folder an image is in names its"
                                + " class.")
        Path path,

        @Key(doc = "Name of the probe set in the scores; the file name of the path if absent.")
        Optional<String> name,

        @Key(
                doc = "Images used at most: a random sample with the same number of every class.",
                value = "2000",
                min = 10,
                max = 1_000_000)
        int maxImages,

        @Key(doc = "Limits of an image; one beyond them is skipped.")
        ImageLimits image) {

    /** The name in the scores. */
    public String effectiveName() {
        return name.orElseGet(
                () -> String.valueOf(path.toAbsolutePath().normalize().getFileName()));
    }
}
