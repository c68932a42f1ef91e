package io.slipstream.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes that may lie between {@code send} and acknowledgement. Who waits first is let in first, so a large image is
 * not kept out by small ones. Thread-safe.
 *
 * <p>Taking and giving back is one atomic addition each as long as nobody waits. Who waits is woken when a portion has
 * become free, once for many small images: being woken for each of them would cost more than sending them.
 */
final class Room {

    /** An image takes part of the bound for its record as well as for its bytes. */
    private static final int RECORD = 512;

    private static final int PORTIONS = 16;
    private static final long NOBODY = -1;

    private final long bound;
    private final AtomicLong taken = new AtomicLong();

    /** Held by the first of those who wait; the others queue for it in order. */
    private final ReentrantLock turnstile = new ReentrantLock(true);

    private final ReentrantLock signal = new ReentrantLock();
    private final Condition freed = signal.newCondition();

    /** How little must be taken for the first to be woken. */
    private volatile long wakeAt = NOBODY;

    /** @param bound bytes; an image larger than that is sent alone */
    Room(long bound) {
        this.bound = bound;
    }

    /** The share of an image. */
    long share(int imageBytes) {
        return Math.min(bound, (long) imageBytes + RECORD);
    }

    /** Whether there is room now, and nobody who has waited for it. */
    boolean tryTake(long share) {
        return wakeAt == NOBODY && takeIfFree(share);
    }

    /** Whether there is room within {@code patience}. */
    boolean tryTake(long share, Duration patience) throws InterruptedException {
        if (tryTake(share)) {
            return true;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        if (!turnstile.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            return waitFor(share, deadline);
        } finally {
            turnstile.unlock();
        }
    }

    void giveBack(long share) {
        long left = taken.addAndGet(-share);
        if (left <= wakeAt) {
            signal.lock();
            try {
                freed.signal();
            } finally {
                signal.unlock();
            }
        }
    }

    long taken() {
        return taken.get();
    }

    private boolean waitFor(long share, long deadline) throws InterruptedException {
        signal.lock();
        try {
            wakeAt = bound - Math.max(share, bound / PORTIONS);
            while (!takeIfFree(share)) {
                if (freed.awaitNanos(deadline - System.nanoTime()) <= 0) {
                    return takeIfFree(share);
                }
            }
            return true;
        } finally {
            wakeAt = NOBODY;
            signal.unlock();
        }
    }

    private boolean takeIfFree(long share) {
        long before = taken.get();
        while (before + share <= bound) {
            if (taken.compareAndSet(before, before + share)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }
}
