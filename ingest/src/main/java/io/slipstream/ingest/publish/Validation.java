package io.slipstream.ingest.publish;

import io.slipstream.ingest.source.RawImage;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageHeader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an input is an image a trainer can use, and makes the record for it or for its refusal. Thread-safe.
 *
 * @param limits the largest image let in; checked before a pixel is decoded
 * @param payloadLimit a refused input of up to this size is kept in its dead letter
 * @param clock time of refusal
 */
record Validation(ImageLimits limits, ByteSize payloadLimit, Clock clock) {

    private static final String STAGE = "ingest";

    Verdict judge(RawImage image) {
        if (image.problem().isPresent()) {
            return refused(
                    image,
                    DeadLetterReason.UNREADABLE,
                    "expected a readable file, found: " + image.problem().get());
        }
        if (image.size() > limits.maxBytes().bytes()) {
            return refused(
                    image,
                    DeadLetterReason.TOO_MANY_BYTES,
                    "expected at most " + limits.maxBytes() + ", found " + image.size() + " bytes");
        }
        try {
            ImageHeader header = Images.readHeader(image.bytes(), limits);
            Images.decode(image.bytes(), limits);
            return new Verdict.Accepted(sample(image, header));
        } catch (BadImageException bad) {
            return refused(image, bad.reason(), String.valueOf(bad.getMessage()));
        }
    }

    private static ImageSample sample(RawImage image, ImageHeader header) {
        return ImageSample.newBuilder()
                .setId(Sha256.of(image.bytes()))
                .setSource(image.source())
                .setCaptureTime(image.captureTime().truncatedTo(ChronoUnit.MILLIS))
                .setContentType(header.contentType())
                .setWidth(header.width())
                .setHeight(header.height())
                .setBytes(ByteBuffer.wrap(image.bytes()))
                .setTags(Map.of())
                .build();
    }

    private Verdict refused(RawImage image, DeadLetterReason reason, String message) {
        return new Verdict.Refused(DeadLetter.newBuilder()
                .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setStage(STAGE)
                .setReason(reason)
                .setMessage(image.origin() + ": " + message)
                .setSource(image.source())
                .setOrigin(image.origin())
                .setSize(Math.max(0, image.size()))
                .setPayload(payload(image))
                .build());
    }

    private @Nullable ByteBuffer payload(RawImage image) {
        boolean whole = image.problem().isEmpty() && image.bytes().length == image.size();
        return whole && image.size() <= payloadLimit.bytes() ? ByteBuffer.wrap(image.bytes()) : null;
    }
}
