package io.slipstream.ingest;

import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.ingest.pace.Pacer;
import io.slipstream.ingest.pace.Replay;
import io.slipstream.ingest.publish.Publication;
import io.slipstream.ingest.publish.UnavailableException;
import io.slipstream.ingest.source.ImageSource;
import io.slipstream.ingest.source.Pull;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The loop of ingest: pull, offer, until the source ends or the service is to stop; then everything taken is sent.
 *
 * @param source what is pulled
 * @param publication where it goes
 * @param cursor saved from time to time
 * @param pacer how fast at most
 * @param replay present if images leave as they were taken
 * @param progress told of every turn
 * @param stopped asked at every turn
 */
record IngestLoop(
        ImageSource source,
        Publication publication,
        Cursor cursor,
        Pacer pacer,
        Optional<Replay> replay,
        Progress progress,
        BooleanSupplier stopped) {

    /** Longest wait for a source or a turn, so that a stop is noticed and validated images are not kept. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** Time between two saves of the cursor: after a crash, what was acknowledged since is sent again. */
    private static final Duration SAVE_EVERY = Duration.ofMillis(100);

    void run() throws IOException, UnavailableException, InterruptedException {
        long nextSave = System.nanoTime() + SAVE_EVERY.toNanos();
        Pull pull = new Pull.Nothing();
        while (!(pull instanceof Pull.End) && !stopped.getAsBoolean()) {
            pull = turn(pull);
            publication.sendJudged();
            long now = System.nanoTime();
            if (now - nextSave >= 0) {
                cursor.save();
                nextSave = now + SAVE_EVERY.toNanos();
            }
            progress.update(now);
        }
        publication.finish();
        cursor.save();
        progress.update(System.nanoTime());
    }

    /** Sends the image at hand if it is due, or pulls one if there is none; returns what is at hand then. */
    private Pull turn(Pull pull) throws IOException, UnavailableException, InterruptedException {
        if (!(pull instanceof Pull.Image next)) {
            return source.pull(PATIENCE);
        }
        long now = System.nanoTime();
        long wait = Math.max(pacer.untilNext(now), replay.isPresent() ? untilDue(replay.get(), next, now) : 0);
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(wait, PATIENCE.toNanos()));
            return pull;
        }
        pacer.take(now);
        publication.offer(next.image());
        return new Pull.Nothing();
    }

    private static long untilDue(Replay replay, Pull.Image next, long now) {
        return replay.untilDue(next.image().captureTime(), now);
    }

    /** Does nothing until the service is to stop. */
    void idle() throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            TimeUnit.NANOSECONDS.sleep(PATIENCE.toNanos());
        }
    }
}
