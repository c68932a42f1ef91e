package io.slipstream.schemas.sample;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.BadRecordException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the image topics, framed or plain: a value that starts with a zero byte is framed, anything else is
 * the encoded image itself (no image format starts with zero).
 *
 * <p>What it returns has no label, and either bytes that match its id or a reference to bytes elsewhere. No pixel is
 * decoded. Thread-safe if its deserializer is, as {@link io.slipstream.schemas.serde.AvroDeserializer} is.
 */
public final class SampleReader {

    private final Deserializer<ImageSample> deserializer;
    private final ImageLimits limits;

    /** @param limits of plain records, whose header is read; framed ones were measured by whoever framed them */
    public SampleReader(Deserializer<ImageSample> deserializer, ImageLimits limits) {
        this.deserializer = deserializer;
        this.limits = limits;
    }

    /**
     * The sample of a record.
     *
     * @param timestamp of the record, milliseconds since 1970-01-01
     * @throws RefusedSampleException if it will never be one
     * @throws io.slipstream.schemas.serde.RegistryUnavailableException if the registry had to be asked and is away:
     *     worth a retry, the record is not to blame
     */
    public ImageSample read(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestamp)
            throws RefusedSampleException {
        if (value == null || value.length == 0) {
            throw new RefusedSampleException(
                    DeadLetterReason.EMPTY, "expected an image, found a record without a value");
        }
        return value[0] == 0 ? framed(topic, value) : PlainRecord.read(key, value, headers, timestamp, limits);
    }

    /** The source key that a record names, as far as can be told without reading its value; empty if it names none. */
    public static String source(byte @Nullable [] key, Headers headers) {
        return PlainRecord.source(key, headers);
    }

    private ImageSample framed(String topic, byte[] value) throws RefusedSampleException {
        ImageSample sample;
        try {
            sample = deserializer.deserialize(topic, value);
        } catch (BadRecordException bad) {
            throw new RefusedSampleException(bad.reason(), bad);
        }
        if (sample.getLabel() != null) {
            throw new RefusedSampleException(
                    DeadLetterReason.LABELLED,
                    "expected no label on a training topic, found one: labels belong to probe sets");
        }
        ByteBuffer bytes = sample.getBytes();
        if (bytes == null && sample.getReference() == null) {
            throw new RefusedSampleException(
                    DeadLetterReason.UNREADABLE, "expected image bytes or a reference to them, found neither");
        }
        if (bytes != null) {
            requireHash(sample.getId(), bytes);
        }
        return sample;
    }

    private static void requireHash(String id, ByteBuffer bytes) throws RefusedSampleException {
        String found = Sha256.of(bytes);
        if (!found.equals(id)) {
            throw new RefusedSampleException(
                    DeadLetterReason.HASH_MISMATCH, "expected bytes with SHA-256 " + id + ", found " + found);
        }
    }
}
