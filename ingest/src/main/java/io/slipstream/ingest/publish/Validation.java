package io.slipstream.ingest.publish;

import io.slipstream.ingest.source.RawImage;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.DecodingMemory;
import io.slipstream.schemas.image.ImageHeader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.Samples;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an input is an image a trainer can use, and makes the record for it or for its refusal. Thread-safe.
 *
 * @param limits the largest image let in; checked before a pixel is decoded
 * @param depth how far an image is looked at
 * @param memory of the images that are decoded at a time
 * @param payloadLimit a refused input of up to this size is kept in its dead letter
 * @param clock time of refusal
 */
record Validation(
        ImageLimits limits, ValidationDepth depth, DecodingMemory memory, ByteSize payloadLimit, Clock clock) {

    private static final String STAGE = "ingest";

    /** Decides; an image waits until there is memory to decode it. */
    Verdict judge(RawImage image) throws InterruptedException {
        if (image.problem().isPresent()) {
            return refused(
                    image,
                    DeadLetterReason.UNREADABLE,
                    "expected a readable input, found: " + image.problem().get());
        }
        if (image.size() > limits.maxBytes().bytes()) {
            return refused(
                    image,
                    DeadLetterReason.TOO_MANY_BYTES,
                    "expected at most " + limits.maxBytes() + ", found " + image.size() + " bytes");
        }
        try {
            ImageSample sample = Samples.of(image.bytes(), image.source(), image.captureTime(), image.tags(), limits);
            if (depth == ValidationDepth.DECODE) {
                decode(image.bytes(), new ImageHeader(sample.getContentType(), sample.getWidth(), sample.getHeight()));
            }
            return new Verdict.Accepted(sample, image.size());
        } catch (BadImageException bad) {
            return refused(image, bad.reason(), String.valueOf(bad.getMessage()));
        }
    }

    private void decode(byte[] bytes, ImageHeader header) throws BadImageException, InterruptedException {
        DecodingMemory.Share share = memory.reserve(header, bytes.length);
        try (share) {
            Images.decode(bytes, limits);
        }
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
