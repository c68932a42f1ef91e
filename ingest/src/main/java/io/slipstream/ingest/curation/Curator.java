package io.slipstream.ingest.curation;

import io.slipstream.schemas.image.ImageHeader;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.RefusedSampleException;
import io.slipstream.schemas.sample.SampleReader;
import io.slipstream.schemas.sample.SourceKey;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;

/**
 * Decides what becomes of a record: the order of the checks is from cheap to dear, so that a duplicate or a chatty source
 * costs no decoding. It remembers nothing by itself; {@link SourceMemory} is told what was forwarded. Not thread-safe.
 */
final class Curator {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final SampleReader reader;
    private final ImageBytes imageBytes;
    private final Probe probe;
    private final QualityLimits quality;
    private final SourceMemory memory;

    Curator(SampleReader reader, ImageBytes imageBytes, Probe probe, QualityLimits quality, SourceMemory memory) {
        this.reader = reader;
        this.imageBytes = imageBytes;
        this.probe = probe;
        this.quality = quality;
        this.memory = memory;
    }

    /**
     * The verdict on a record.
     *
     * @throws org.apache.kafka.common.errors.RetriableException if something has to be asked that is away
     */
    Verdict judge(Arrival arrival) {
        String source = SampleReader.source(arrival.key(), arrival.headers());
        try {
            ImageSample sample = read(arrival);
            source = sample.getSource();
            return judge(sample, arrival);
        } catch (RefusedSampleException bad) {
            return refused(source, bad.reason(), bad);
        } catch (RefusedImageException bad) {
            return refused(source, bad.reason(), bad);
        }
    }

    /** Whatever reading does with the bytes is their fault, unless it is Kafka's or the registry's. */
    private ImageSample read(Arrival arrival) throws RefusedSampleException, RefusedImageException {
        try {
            return reader.read(arrival.topic(), arrival.key(), arrival.value(), arrival.headers(), arrival.time());
        } catch (KafkaException notTheirs) {
            throw notTheirs;
        } catch (RuntimeException unreadable) {
            throw new RefusedImageException(
                    DeadLetterReason.BAD_RECORD,
                    "expected a record that can be read, found one at which reading fails: " + unreadable);
        }
    }

    private Verdict judge(ImageSample sample, Arrival arrival) throws RefusedImageException {
        byte[] id = checkedId(sample);
        String source = sample.getSource();
        Optional<Policy> objection = memory.objection(source, id, arrival.time());
        if (objection.isPresent()) {
            return new Verdict.Dropped(objection.get());
        }
        Picture picture = probe.look(imageBytes.of(sample));
        Optional<Policy> missed = picture.quality().flatMap(quality::missedBy);
        if (missed.isPresent()) {
            return new Verdict.Dropped(missed.get());
        }
        if (picture.look().isPresent()
                && memory.holdsLike(source, picture.look().getAsLong(), arrival.time())) {
            return new Verdict.Dropped(Policy.NEAR_DUPLICATE);
        }
        boolean unchanged = isFramed(arrival) && describes(sample, picture.header());
        return new Verdict.Forwarded(described(sample, picture.header()), id, picture.look(), unchanged);
    }

    private static byte[] checkedId(ImageSample sample) throws RefusedImageException {
        if (!SourceKey.isValid(sample.getSource())) {
            throw new RefusedImageException(
                    DeadLetterReason.BAD_SOURCE,
                    "expected a source key of 1 to 200 characters out of A-Z a-z 0-9 . _ : / -, found another text");
        }
        BlobReference reference = sample.getReference();
        if (sample.getBytes() == null
                && reference != null
                && !reference.getSha256().equals(sample.getId())) {
            throw new RefusedImageException(
                    DeadLetterReason.HASH_MISMATCH,
                    "expected a reference to bytes with the SHA-256 of the sample's id, found another");
        }
        if (!SHA_256.matcher(sample.getId()).matches()) {
            throw new RefusedImageException(
                    DeadLetterReason.HASH_MISMATCH,
                    "expected an id of 64 lower-case hexadecimal digits, found another text");
        }
        return HexFormat.of().parseHex(sample.getId());
    }

    private static boolean isFramed(Arrival arrival) {
        return arrival.value() != null && arrival.value()[0] == 0;
    }

    private static boolean describes(ImageSample sample, ImageHeader header) {
        return sample.getContentType().equals(header.contentType())
                && sample.getWidth() == header.width()
                && sample.getHeight() == header.height();
    }

    /** What the bytes say counts, whatever the producer said of them. */
    private static ImageSample described(ImageSample sample, ImageHeader header) {
        sample.setContentType(header.contentType());
        sample.setWidth(header.width());
        sample.setHeight(header.height());
        return sample;
    }

    private static Verdict refused(String source, DeadLetterReason reason, Exception bad) {
        return new Verdict.Refused(
                SourceKey.isValid(source) ? source : Verdict.Refused.UNKNOWN_SOURCE,
                reason,
                String.valueOf(bad.getMessage()));
    }
}
