package io.slipstream.ingest;

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
 * @param pacer how fast
 * @param progress told of every turn
 * @param stopped asked at every turn
 */
record IngestLoop(
        ImageSource source, Publication publication, Pacer pacer, Progress progress, BooleanSupplier stopped) {

    /** Longest wait for a source or a turn, so that a stop is noticed and validated images are not kept. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    void run() throws IOException, UnavailableException, InterruptedException {
        boolean ended = false;
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
            progress.update(System.nanoTime());
        }
        publication.finish();
        progress.update(System.nanoTime());
    }

    /** Does nothing until the service is to stop. */
    void idle() throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            TimeUnit.NANOSECONDS.sleep(PATIENCE.toNanos());
        }
    }
}
