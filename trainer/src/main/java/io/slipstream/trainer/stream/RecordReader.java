package io.slipstream.trainer.stream;

import io.slipstream.schemas.blob.RefusedBlobException;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.RefusedSampleException;
import io.slipstream.schemas.sample.SampleReader;
import io.slipstream.trainer.pixels.Keeping;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Turns one record of the stream into an image fit for training, or into a dead letter that says why not.
 *
 * <p>Only an unreachable registry or store escapes as an exception: that is worth a retry, the record is not to blame.
 * Thread-safe if its deserializer is, as {@link io.slipstream.schemas.serde.AvroDeserializer} is.
 */
public final class RecordReader {

    private static final int LARGEST_PAYLOAD = 1 << 20; // a dead letter must itself fit on its topic

    private final SampleReader samples;
    private final SampleBytes bytes;
    private final ImageLimits limits;
    private final Keeping keeping;
    private final Clock clock;

    /**
     * A reader of images of a size.
     *
     * @param keeping the size, and how its images are kept
     * @param bytes where the bytes of samples are found; stays the caller's
     */
    public RecordReader(
            Deserializer<ImageSample> deserializer,
            SampleBytes bytes,
            ImageLimits limits,
            Keeping keeping,
            Clock clock) {
        this.bytes = bytes;
        this.samples = new SampleReader(deserializer, limits);
        this.limits = limits;
        this.keeping = keeping;
        this.clock = clock;
    }

    Arrival read(ConsumerRecord<byte[], byte[]> record) {
        try {
            ImageSample sample =
                    samples.read(record.topic(), record.key(), record.value(), record.headers(), record.timestamp());
            byte[] rgb = Images.toRgb(Images.decode(bytes.of(sample), limits), keeping.side());
            return new Arrival.Decoded(
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset(),
                    sample.getSource(),
                    new TrainingImage(sample.getId(), keeping.keep(rgb)));
        } catch (RefusedSampleException e) {
            return refused(record, e.reason(), e.getMessage());
        } catch (RefusedBlobException e) {
            return refused(record, e.reason(), e.getMessage());
        } catch (BadImageException e) {
            return refused(record, e.reason(), e.getMessage());
        }
    }

    private Arrival refused(ConsumerRecord<byte[], byte[]> record, DeadLetterReason reason, @Nullable String message) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        DeadLetter letter = DeadLetter.newBuilder()
                .setTime(clock.instant())
                .setStage("trainer")
                .setReason(reason)
                .setMessage(String.valueOf(message))
                .setSource(SampleReader.source(record.key(), record.headers()))
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setSize(value.length)
                .setPayload(value.length <= LARGEST_PAYLOAD ? ByteBuffer.wrap(value) : null)
                .build();
        return new Arrival.Refused(new TopicPartition(record.topic(), record.partition()), record.offset(), letter);
    }
}
