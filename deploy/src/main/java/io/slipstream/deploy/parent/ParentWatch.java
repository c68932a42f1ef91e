package io.slipstream.deploy.parent;

/**
 * Ends this JVM in order, shutdown hooks included, when its parent process is gone.
 *
 * <p>Asks who the parent is instead of whether the parent lives: a dead parent that nobody has waited for still counts
 * as a process, but its children are handed over at once.
 */
public final class ParentWatch {
    /** Exit status of a JVM that lost its parent. */
    public static final int ORPHANED = 1;

    private static final long POLL_MILLIS = 250;

    private ParentWatch() {}

    /**
     * Starts watching on a daemon thread.
     *
     * @param parent process id of the process that started this one
     */
    public static void start(long parent) {
        Thread thread = new Thread(() -> exitWithout(parent), "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private static void exitWithout(long parent) {
        try {
            while (ProcessHandle.current()
                    .parent()
                    .filter(p -> p.pid() == parent)
                    .isPresent()) {
                Thread.sleep(POLL_MILLIS);
            }
            System.exit(ORPHANED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
