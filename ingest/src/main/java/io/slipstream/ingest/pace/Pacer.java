package io.slipstream.ingest.pace;

/**
 * Keeps to a rate: says how long to wait for the next turn.
 *
 * <p>Turns missed by up to {@link #CATCH_UP_NANOS} are made up for, so that a short pause does not lower the rate; longer
 * pauses are not followed by a burst. Time is handed in, in nanoseconds of any clock that never goes back. Not
 * thread-safe.
 */
public final class Pacer {

    static final long CATCH_UP_NANOS = 100_000_000;

    private final double nanosPerTurn;
    private double next;
    private boolean started;

    public Pacer(Rate rate) {
        this.nanosPerTurn = rate.isLimited() ? 1e9 / rate.perSecond() : 0;
    }

    /** Nanoseconds from {@code now} until the next turn; 0 when it is due. */
    public long untilNext(long now) {
        return started ? Math.max(0, (long) Math.ceil(next - now)) : 0;
    }

    /** Takes a turn. */
    public void take(long now) {
        next = started ? Math.max(next + nanosPerTurn, (double) now - CATCH_UP_NANOS) : now + nanosPerTurn;
        started = true;
    }
}
