package io.slipstream.schemas.sample;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageHeader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.ImageSample;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Makes samples of encoded images. */
public final class Samples {

    private Samples() {}

    /**
     * The sample of an image whose header is good; no pixel is decoded. It shares {@code bytes}.
     *
     * @param source source key
     * @param captureTime when the image was taken; cut to milliseconds
     * @param tags free context
     * @throws BadImageException if the header is not that of an image within the limits
     * @throws IllegalArgumentException if {@code source} cannot name a source
     */
    public static ImageSample of(
            byte[] bytes, String source, Instant captureTime, Map<String, String> tags, ImageLimits limits)
            throws BadImageException {
        SourceKey.check(source);
        ImageHeader header = Images.readHeader(bytes, limits);
        // The constructor, because the generated builder costs as much as the hash of a small image.
        return new ImageSample(
                Sha256.of(bytes),
                source,
                captureTime.truncatedTo(ChronoUnit.MILLIS),
                header.contentType(),
                header.width(),
                header.height(),
                ByteBuffer.wrap(bytes),
                null,
                tags,
                null);
    }
}
