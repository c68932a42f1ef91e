package io.slipstream.deploy.parent;

import java.time.Duration;

/**
 * Ends this JVM when its parent process is gone: in order, shutdown hooks included, for as long as they take ten seconds.
 * They may wait for a broker that went with the parent and does not come back.
 *
 * <p>Asks who the parent is instead of whether the parent lives: a dead parent that nobody has waited for still counts
 * as a process, but its children are handed over at once.
 */
public final class ParentWatch {
    /** Exit status of a JVM that lost its parent. */
    public static final int ORPHANED = 1;

    private static final long POLL_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ParentWatch() {}

    /**
     * Starts watching on a daemon thread.
     *
     * @param parent process id of the process that started this one
     */
    public static void start(long parent) {
        start(parent, PATIENCE);
    }

    static void start(long parent, Duration patience) {
        daemon("parent-watch", () -> exitWithout(parent, patience));
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void exitWithout(long parent, Duration patience) {
        try {
            while (ProcessHandle.current()
                    .parent()
                    .filter(p -> p.pid() == parent)
                    .isPresent()) {
                Thread.sleep(POLL_MILLIS);
            }
            daemon("parent-watch-patience", () -> haltAfter(patience));
            System.exit(ORPHANED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void haltAfter(Duration patience) {
        try {
            Thread.sleep(patience.toMillis());
            Runtime.getRuntime().halt(ORPHANED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
