package io.slipstream.deploy.chaos;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Draws the points at which a trainer is killed, on the scale of an undisturbed run.
 *
 * <p>Of five kills one falls within ten milliseconds of each of the three lines about a checkpoint, one at any moment of
 * training, and one at any moment of the start, when the state is restored. No trainer gets further than its share of the
 * stream, so that the last kill comes before the stream ends.
 *
 * <p>Pure: a schedule and a number always give the same point.
 *
 * @param seed of the draws
 * @param times number of kills
 * @param pace times of an undisturbed run
 * @param checkpoints number of its checkpoints
 */
record KillSchedule(long seed, int times, Pace pace, int checkpoints) {
    private static final Duration CLOSE = Duration.ofMillis(10);

    /** The point of a kill, counted from 0. */
    KillPoint point(int kill) {
        SplittableRandom random = new SplittableRandom(seed + kill);
        return switch (kill % 5) {
            case 0 -> close(LogMark.COMMITTING, random);
            case 1 -> new KillPoint(LogMark.WRITING, 1, below(pace.training().dividedBy(times), random));
            case 2 -> close(LogMark.WRITING, random);
            case 3 -> close(LogMark.COMMITTED, random);
            default -> new KillPoint(LogMark.STARTING, 1, below(pace.startup(), random));
        };
    }

    private KillPoint close(LogMark mark, SplittableRandom random) {
        int share = Math.max(1, checkpoints / times);
        return new KillPoint(mark, random.nextInt(1, share + 1), below(CLOSE, random));
    }

    private static Duration below(Duration limit, SplittableRandom random) {
        return Duration.ofNanos(random.nextLong(limit.toNanos() + 1));
    }
}
