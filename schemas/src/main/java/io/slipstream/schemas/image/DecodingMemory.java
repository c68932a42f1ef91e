package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The heap that images may take while they are decoded, all of them together: however large they are and however many
 * threads decode, the rest of the process keeps what it needs. Without it two images within the limits can end a process
 * that would have decoded one after the other.
 *
 * <p>Whoever decodes reserves what an image's header says it may take, waits while others have it, first come, first
 * served, and closes the share afterwards. An image that could never have enough is refused. Thread-safe.
 */
public final class DecodingMemory {

    /** What a process needs beside images, whatever its heap: Kafka's buffers above all. */
    private static final long REST = 192L << 20;

    /** The bytes themselves belong to the caller; a picture without what does not reach the pixels is a copy. */
    private static final int COPIES = 2;

    private static final int UNIT = 1 << 10;

    private final long bytes;
    private final Semaphore free;

    /** Memory of so many bytes. */
    public DecodingMemory(long bytes) {
        this.bytes = bytes;
        this.free = new Semaphore(units(bytes), true);
    }

    /** What this process's heap ({@code -Xmx}) has for images. */
    public static DecodingMemory ofThisHeap() {
        return new DecodingMemory(partOf(Runtime.getRuntime().maxMemory()));
    }

    /** Two thirds, less where that leaves under 192 MiB for everything else, but a quarter. */
    static long partOf(long heap) {
        return Math.max(heap / 4, Math.min(heap / 3 * 2, heap - REST));
    }

    /** The smallest heap, in bytes, whose part for images holds every image within the limits. */
    public static long heapFor(ImageLimits limits) {
        int most = Arrays.stream(Format.values())
                .mapToInt(format -> format.bytesPerPixel)
                .max()
                .orElseThrow();
        long needed = most * limits.maxPixels() + COPIES * limits.maxBytes().bytes();
        return Math.max(needed / 2 * 3, needed + REST);
    }

    /** A reservation, given back when it is closed; closing it again does nothing. */
    public final class Share implements AutoCloseable {

        private final int units;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Share(int units) {
            this.units = units;
        }

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                free.release(units);
            }
        }
    }

    /** How much there is, in bytes. */
    public long bytes() {
        return bytes;
    }

    /**
     * Reserves what an image may take; waits for it.
     *
     * @param encoded size of the image's file in bytes
     * @throws BadImageException {@code TOO_MANY_PIXELS} if there is never enough for it
     */
    public Share reserve(ImageHeader header, int encoded) throws BadImageException, InterruptedException {
        int units = requireFits(header, encoded);
        free.acquire(units);
        return new Share(units);
    }

    /**
     * Reserves what an image may take, unless others have it for too long.
     *
     * @param encoded size of the image's file in bytes
     * @param longest how long to wait for it
     * @return empty if it was not there in time
     * @throws BadImageException {@code TOO_MANY_PIXELS} if there is never enough for it
     */
    public Optional<Share> reserve(ImageHeader header, int encoded, Duration longest)
            throws BadImageException, InterruptedException {
        int units = requireFits(header, encoded);
        return free.tryAcquire(units, longest.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.of(new Share(units))
                : Optional.empty();
    }

    private int requireFits(ImageHeader header, int encoded) throws BadImageException {
        long needed = bytesFor(header, encoded);
        if (needed > bytes) {
            throw new BadImageException(
                    DeadLetterReason.TOO_MANY_PIXELS,
                    "expected an image that decodes within " + (bytes >> 20) + " MiB, what the heap (-Xmx) has for it,"
                            + " found " + header.width() + " x " + header.height() + " of " + header.contentType()
                            + ", which may take " + (needed >> 20));
        }
        return units(needed);
    }

    /** The most heap that decoding an image takes, its own bytes aside. */
    static long bytesFor(ImageHeader header, int encoded) {
        int perPixel = Arrays.stream(Format.values())
                .filter(format -> format.contentType.equals(header.contentType()))
                .mapToInt(format -> format.bytesPerPixel)
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(header.contentType()));
        return perPixel * header.pixels() + (long) COPIES * encoded;
    }

    private static int units(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    }
}
