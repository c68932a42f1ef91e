package io.slipstream.ingest.curation;

import io.slipstream.ingest.curation.measure.Luma;
import io.slipstream.ingest.curation.measure.PerceptualHash;
import io.slipstream.ingest.curation.measure.Quality;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.DecodingMemory;
import io.slipstream.schemas.image.ImageHeader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.DeadLetterReason;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes every pixel of an image, within bounded time, and measures what the policies ask for. Thread-safe.
 *
 * <p>Memory is bounded for all that are decoded at a time; an image waits for its part. Time is bounded by decoding on
 * another thread that is given up when the time is over; Java cannot end it, so the service stops when several are at
 * large, or when they keep the memory of all others.
 */
final class Probe implements AutoCloseable {

    private static final int MOST_AT_LARGE = 8;

    private final ImageLimits limits;
    private final DecodingMemory memory;
    private final Duration longest;
    private final Duration longestWait;
    private final boolean looks;
    private final boolean measures;
    private final Queue<Future<Picture>> givenUp = new ConcurrentLinkedQueue<>();
    private final ExecutorService decoders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "decoder");
        thread.setDaemon(true);
        return thread;
    });

    Probe(CurationConfig config, DecodingMemory memory) {
        this.limits = config.image();
        this.memory = memory;
        this.longest = config.decodeLimit();
        this.longestWait = config.giveUpAfter();
        this.looks = config.nearDuplicates().isOn();
        this.measures = config.quality().isOn();
    }

    /**
     * Looks at an image.
     *
     * @throws RefusedImageException if it cannot be decoded, or not in time
     */
    Picture look(byte[] bytes) throws RefusedImageException {
        ImageHeader header = header(bytes);
        DecodingMemory.Share share = share(header, bytes.length);
        Future<Picture> decoding = decoders.submit(() -> picture(header, bytes, share));
        try {
            return decoding.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        } catch (TimeoutException tooLong) {
            giveUp(decoding);
            throw new RefusedImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected an image that is decoded within " + longest.toSeconds()
                            + " s, found one that takes longer");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private ImageHeader header(byte[] bytes) throws RefusedImageException {
        try {
            return Images.readHeader(bytes, limits);
        } catch (BadImageException | RuntimeException bad) {
            throw refusal(bad);
        }
    }

    private DecodingMemory.Share share(ImageHeader header, int encoded) throws RefusedImageException {
        try {
            return memory.reserve(header, encoded, longestWait)
                    .orElseThrow(() -> new StreamsException(
                            "images that take longer to decode than decode-limit keep the memory of all others"));
        } catch (BadImageException neverEnough) {
            throw refusal(neverEnough);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Gives the share back whenever it ends, in time or not. */
    private Picture picture(ImageHeader header, byte[] bytes, DecodingMemory.Share share) throws BadImageException {
        try (share) {
            BufferedImage image = Images.decode(bytes, limits);
            return new Picture(
                    header,
                    looks ? OptionalLong.of(PerceptualHash.of(image)) : OptionalLong.empty(),
                    measures ? Optional.of(Quality.of(Luma.of(image))) : Optional.empty());
        }
    }

    /** Whatever a decoder does with the bytes is their fault: a record that ends the service would end it for ever. */
    private static RefusedImageException refusal(@Nullable Throwable failure) {
        if (failure instanceof BadImageException bad) {
            return new RefusedImageException(bad.reason(), bad);
        }
        return new RefusedImageException(
                DeadLetterReason.UNDECODABLE,
                "expected a sound image, found one at which the decoder fails: " + failure);
    }

    private void giveUp(Future<Picture> decoding) {
        givenUp.add(decoding);
        if (atLarge() > MOST_AT_LARGE) {
            throw new StreamsException(
                    MOST_AT_LARGE + " images have taken longer to decode than decode-limit and are still at it");
        }
    }

    /** How many images that were given up are still being decoded. */
    int atLarge() {
        givenUp.removeIf(Future::isDone);
        return givenUp.size();
    }

    @Override
    public void close() {
        decoders.shutdownNow();
    }
}
