package io.slipstream.evaluator.probe;

import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.util.Optional;

/** Whether a file can be part of a probe set. */
public final class Decodable {

    private Decodable() {}

    /** Why the file cannot be decoded within the limits; empty if it can. */
    public static Optional<String> obstacle(ImageFile file, ImageLimits limits) {
        if (!file.isComplete()) {
            return Optional.of(file.problem().orElse("larger than " + limits.maxBytes()));
        }
        try {
            Images.decode(file.bytes(), limits);
            return Optional.empty();
        } catch (BadImageException bad) {
            return Optional.of(bad.reason() + ": " + bad.getMessage());
        }
    }
}
