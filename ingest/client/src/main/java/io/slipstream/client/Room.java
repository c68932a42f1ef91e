package io.slipstream.client;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bytes that may lie between {@code send} and acknowledgement. Who waits first is let in first, so a large image is
 * not kept out by small ones. Thread-safe.
 *
 * <p>What is acknowledged is given back in portions: a sender that waits is woken once for many small images, and not
 * for each of them, which would cost more than sending them.
 */
final class Room {

    /** An image takes part of the bound for its record as well as for its bytes. */
    private static final int RECORD = 512;

    private static final int PORTIONS = 16;

    private final int bound;
    private final Semaphore free;
    private final AtomicInteger images = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();

    /** @param bound bytes, at most {@link Integer#MAX_VALUE}; an image larger than that is sent alone */
    Room(long bound) {
        this.bound = Math.toIntExact(bound);
        this.free = new Semaphore(this.bound, true);
    }

    /** The share of an image. */
    int share(int imageBytes) {
        return (int) Math.min(bound, (long) imageBytes + RECORD);
    }

    boolean tryTake(int share) {
        return counted(free.tryAcquire(share));
    }

    boolean tryTake(int share, Duration patience) throws InterruptedException {
        return counted(free.tryAcquire(share, patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    private boolean counted(boolean taken) {
        if (taken) {
            images.incrementAndGet();
        }
        return taken;
    }

    void giveBack(int share) {
        int portion = returned.addAndGet(share);
        // After the last image nothing comes that could fill the portion.
        if (images.decrementAndGet() == 0 || portion >= bound / PORTIONS) {
            free.release(returned.getAndSet(0));
        }
    }

    int taken() {
        return bound - free.availablePermits() - returned.get();
    }
}
