package io.slipstream.ingest;

import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.ingest.pace.Pacer;
import io.slipstream.ingest.publish.Publication;
import io.slipstream.ingest.publish.UnavailableException;
import io.slipstream.ingest.source.ImageSource;
import io.slipstream.ingest.source.Pull;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The loop of ingest: pull, offer, until the source ends or the service is to stop; then everything taken is sent.
 *
 * @param source what is pulled
 * @param publication where it goes
 * @param cursor saved from time to time
 * @param pacer how fast
 * @param progress told of every turn
 * @param stopped asked at every turn
 */
record IngestLoop(
        ImageSource source,
        Publication publication,
        Cursor cursor,
        Pacer pacer,
        Progress progress,
        BooleanSupplier stopped) {

    /** Longest wait for a source or a turn, so that a stop is noticed and validated images are not kept. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** Time between two saves of the cursor: after a crash, what was acknowledged since is sent again. */
    private static final Duration SAVE_EVERY = Duration.ofMillis(100);

    void run() throws IOException, UnavailableException, InterruptedException {
        boolean ended = false;
        long nextSave = System.nanoTime() + SAVE_EVERY.toNanos();
        while (!ended && !stopped.getAsBoolean()) {
            long wait = pacer.untilNext(System.nanoTime());
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(Math.min(wait, PATIENCE.toNanos()));
            } else {
                Pull pull = source.pull(PATIENCE);
                if (pull instanceof Pull.Image next) {
                    pacer.take(System.nanoTime());
                    publication.offer(next.image());
                }
                ended = pull instanceof Pull.End;
            }
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

    /** Does nothing until the service is to stop. */
    void idle() throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            TimeUnit.NANOSECONDS.sleep(PATIENCE.toNanos());
        }
    }
}
