package io.slipstream.deploy.chaos;

import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How one trainer process lived and ended.
 *
 * @param killed whether it was killed; otherwise it ended by itself and in order
 * @param checkpoints checkpoints it committed, as far as its log says
 * @param pace how long it took; empty when it wrote no checkpoint
 */
record TrainerLife(boolean killed, int checkpoints, Optional<Pace> pace) {
    private static final int SIGKILL_STATUS = 128 + 9;
    private static final long POLL_MILLIS = 1;

    /**
     * Follows the log of a trainer until it ends, and kills it with SIGKILL when its time has come.
     *
     * @param point when to kill it; empty lets it live
     * @param limit longest life
     * @throws IOException if it fails or outlives the limit, with the end of its log
     */
    static TrainerLife follow(ChildProcess trainer, Optional<KillPoint> point, Duration limit)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        LogMarks marks = new LogMarks();
        try (LogTail log = new LogTail(trainer.logFile())) {
            while (trainer.isAlive()) {
                long now = System.nanoTime();
                log.poll().forEach(line -> marks.accept(line, now));
                if (point.filter(due -> marks.isDue(due, now)).isPresent()) {
                    trainer.kill();
                    trainer.await();
                } else if (now - start > limit.toNanos()) {
                    trainer.kill();
                    throw new IOException(
                            Readiness.described(trainer, "did not end within " + limit.toSeconds() + " s"));
                } else {
                    Thread.sleep(POLL_MILLIS);
                }
            }
            long end = System.nanoTime();
            log.poll().forEach(line -> marks.accept(line, end));
            return ended(trainer, point, marks, end);
        }
    }

    private static TrainerLife ended(ChildProcess trainer, Optional<KillPoint> point, LogMarks marks, long end)
            throws IOException {
        int status = trainer.exitStatus();
        boolean killed = point.isPresent() && status == SIGKILL_STATUS;
        if (status != 0 && !killed) {
            throw new IOException(Readiness.described(trainer, "ended with status " + status));
        }
        return new TrainerLife(killed, marks.count(LogMark.COMMITTED), marks.pace(end));
    }
}
