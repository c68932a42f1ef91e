package io.slipstream.deploy.demo;

import io.slipstream.deploy.process.ChildProcess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The processes of one demo, in the order of their start. Thread-safe: an interrupt may {@link #kill} them while the
 * demo starts more.
 */
final class Children implements AutoCloseable {
    private final List<ChildProcess> running = new CopyOnWriteArrayList<>();
    private final List<ChildProcess> finishing = new CopyOnWriteArrayList<>();

    /** Adds one that has to run until it is stopped. */
    ChildProcess add(ChildProcess process) {
        running.add(process);
        return process;
    }

    /** Adds one that may end by itself when its work is done. */
    ChildProcess addFinishing(ChildProcess process) {
        finishing.add(process);
        return process;
    }

    /** Says that the process is about to be stopped on purpose. */
    void release(ChildProcess process) {
        running.remove(process);
        finishing.remove(process);
        finishing.add(0, process);
    }

    /** Processes that ended although they had to run, or ended with their work undone. */
    List<ChildProcess> lost() {
        Stream<ChildProcess> stopped = running.stream().filter(process -> !process.isAlive());
        Stream<ChildProcess> failed =
                finishing.stream().filter(process -> !process.isAlive() && !process.endedInOrder());
        return Stream.concat(stopped, failed).toList();
    }

    /** Ends all of them at once. */
    void kill() {
        finishing.forEach(ChildProcess::kill);
        running.forEach(ChildProcess::kill);
    }

    /** Stops what still runs: first what was added last. */
    @Override
    public void close() {
        for (int i = finishing.size() - 1; i >= 0; i--) {
            finishing.get(i).close();
        }
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }
}
