package io.slipstream.ingest.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The images between source and acknowledgement, in the order they were taken.
 *
 * <p>It bounds their bytes, and tells of each image that has passed: that is acknowledged, and so is every one before it.
 * Room is given back when an image passes, so whatever is sent again after a crash is within the bound, in whichever
 * order the broker answers. Thread-safe.
 */
final class InFlight {

    /** An image takes part of the bound for its record as well as for its bytes. */
    private static final int RECORD_OVERHEAD = 1024;

    /** One image in flight. */
    final class Slot implements Outbox.Fate {
        private final String position;
        private final int permits;
        private boolean acknowledged;

        private Slot(String position, int permits) {
            this.position = position;
            this.permits = permits;
        }

        @Override
        public void acknowledged() {
            pass(this);
        }

        @Override
        public void failed() {
            fail();
        }
    }

    private final int bound;
    private final Semaphore room;
    private final Consumer<String> passed;
    private final Deque<Slot> slots = new ArrayDeque<>();
    private boolean broken;

    /** @param passed told the position of each image that has passed */
    InFlight(int bound, Consumer<String> passed) {
        this.bound = bound;
        this.room = new Semaphore(bound);
        this.passed = passed;
    }

    /** Room an image of this size takes; one that is larger than the bound takes all of it. */
    int permits(int size) {
        return (int) Math.min(bound, (long) size + RECORD_OVERHEAD);
    }

    /** Whether there was or became room within {@code patience}, which then is taken. */
    boolean tryEnter(int permits, Duration patience) throws InterruptedException {
        return room.tryAcquire(permits, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Puts an image, for which room was taken, at the end. */
    synchronized Slot enter(String position, int permits) {
        Slot slot = new Slot(position, permits);
        slots.add(slot);
        return slot;
    }

    /** Notes an acknowledgement, and tells of what passes thereby. */
    private synchronized void pass(Slot slot) {
        slot.acknowledged = true;
        while (!broken && !slots.isEmpty() && slots.element().acknowledged) {
            Slot first = slots.remove();
            passed.accept(first.position);
            room.release(first.permits);
        }
    }

    /** Notes that an image will never be acknowledged: nothing passes any more, and nobody waits for room. */
    private synchronized void fail() {
        broken = true;
        slots.forEach(slot -> room.release(slot.permits));
        slots.clear();
    }

    /** Whether everything has left, within {@code patience}. */
    boolean isEmpty(Duration patience) throws InterruptedException {
        boolean empty = tryEnter(bound, patience);
        if (empty) {
            room.release(bound);
        }
        return empty;
    }

    /** Bytes in flight. */
    int bytes() {
        return bound - room.availablePermits();
    }
}
