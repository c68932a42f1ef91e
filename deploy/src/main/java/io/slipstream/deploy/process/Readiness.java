package io.slipstream.deploy.process;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a server that was just started. */
public final class Readiness {
    private static final long POLL_MILLIS = 40;
    private static final int LOG_LINES = 8;

    private Readiness() {}

    /**
     * Returns when the probe says yes.
     *
     * @throws IOException when the process ends first or the limit passes, with the last lines of its log
     */
    public static void await(ChildProcess process, Duration limit, BooleanSupplier probe)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!probe.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IOException(described(process, "ended with status " + process.exitStatus()));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(described(process, "was not ready within " + limit.toSeconds() + " s"));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** What happened to the process, and the end of its log. */
    public static String described(ChildProcess process, String event) throws IOException {
        return "The %s process %s. The end of %s:%n  %s"
                .formatted(
                        process.name(),
                        event,
                        process.logFile(),
                        String.join(System.lineSeparator() + "  ", process.lastLogLines(LOG_LINES)));
    }
}
