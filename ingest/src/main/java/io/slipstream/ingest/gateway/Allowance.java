package io.slipstream.ingest.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a sender may send in a time: two token buckets, of images and of bytes, each holding a second's worth.
 *
 * <p>A request is let in while neither is empty, and charged what it turns out to hold; a bucket may so go into debt,
 * which later requests wait for. Over any time the rate holds, whatever the size of requests. Thread-safe.
 */
final class Allowance {

    private final Bucket images;
    private final Bucket bytes;
    private final LongSupplier nanos;

    /** @param nanos clock in nanoseconds, of any origin */
    Allowance(double imagesPerSecond, double bytesPerSecond, LongSupplier nanos) {
        this.images = new Bucket(imagesPerSecond, nanos.getAsLong());
        this.bytes = new Bucket(bytesPerSecond, nanos.getAsLong());
        this.nanos = nanos;
    }

    /** Zero if a request is let in, and then one image is charged; otherwise how long to wait. */
    synchronized Duration admit() {
        long now = nanos.getAsLong();
        double wait = Math.max(images.secondsUntilPositive(now), bytes.secondsUntilPositive(now));
        if (wait == 0) {
            images.charge(1);
        }
        return Duration.ofNanos((long) (wait * 1e9));
    }

    /** Charges what was let in. */
    synchronized void charge(long moreImages, long moreBytes) {
        images.charge(moreImages);
        bytes.charge(moreBytes);
    }

    private static final class Bucket {

        private final double perSecond;
        private final double capacity;
        private double balance;
        private long filled;

        Bucket(double perSecond, long now) {
            this.perSecond = perSecond;
            this.capacity = Math.max(1, perSecond);
            this.balance = capacity;
            this.filled = now;
        }

        double secondsUntilPositive(long now) {
            if (Double.isInfinite(perSecond)) {
                return 0;
            }
            balance = Math.min(capacity, balance + perSecond * (now - filled) / 1e9);
            filled = now;
            return balance > 0 ? 0 : Math.max(1e-9, -balance / perSecond);
        }

        void charge(long amount) {
            balance -= amount;
        }
    }
}
