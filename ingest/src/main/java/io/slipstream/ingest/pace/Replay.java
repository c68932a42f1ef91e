package io.slipstream.ingest.pace;

import java.time.Duration;
import java.time.Instant;

/**
 * Replays a recording in the time it took: an image is due as long after the first one as it was taken after it, divided
 * by the speed. One that was taken before the first is due at once.
 *
 * <p>Time is handed in, in nanoseconds of any clock that never goes back. Not thread-safe.
 */
public final class Replay {

    private static final double LONGEST_NANOS = 1e18;

    private final double speed;
    private Instant firstTaken = Instant.EPOCH;
    private long firstSent;
    private boolean started;

    /** @param speed 1 for the time it took, 10 for a tenth of it; above 0 */
    public Replay(double speed) {
        this.speed = speed;
    }

    /** Nanoseconds from {@code now} until an image taken at that time is due; the first one ever asked about is due now. */
    public long untilDue(Instant taken, long now) {
        if (!started) {
            started = true;
            firstTaken = taken;
            firstSent = now;
        }
        double after = nanos(Duration.between(firstTaken, taken)) / speed;
        return Math.max(0, (long) Math.min(after, LONGEST_NANOS) - (now - firstSent));
    }

    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }
}
