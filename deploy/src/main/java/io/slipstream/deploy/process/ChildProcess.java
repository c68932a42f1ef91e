package io.slipstream.deploy.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process of ours with its output in a log file.
 *
 * <p>It ignores the interrupt and hang-up signals that a terminal sends to its whole process group, so that it stops when
 * its supervisor says so, in the supervisor's order. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);
    private static final int SIGTERM_STATUS = 128 + 15;
    private static final Duration DEFAULT_STOP_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Path logFile;
    private final Process process;

    private ChildProcess(String name, Path logFile, Process process) {
        this.name = name;
        this.logFile = logFile;
        this.process = process;
    }

    /** Starts the command; its log file is begun anew. */
    public static ChildProcess start(String name, JavaCommand command, Path logFile) throws IOException {
        return start(name, List.of(), command, logFile);
    }

    /** Starts the command at a lower priority, so that it takes the processor time that the others leave. */
    public static ChildProcess startNice(String name, JavaCommand command, Path logFile) throws IOException {
        return start(name, List.of("nice", "-n", "10"), command, logFile);
    }

    private static ChildProcess start(String name, List<String> prefix, JavaCommand command, Path logFile)
            throws IOException {
        Files.createDirectories(logFile.toAbsolutePath().getParent());
        List<String> words = new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", name));
        words.addAll(prefix);
        words.addAll(command.words());
        Process process = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(logFile.toFile())
                .redirectErrorStream(true)
                .start();
        return new ChildProcess(name, logFile, process);
    }

    /** Name for people. */
    public String name() {
        return name;
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** Where its output goes. */
    public Path logFile() {
        return logFile;
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it ended by itself with status 0 or because it was asked to. */
    public boolean endedInOrder() {
        return !process.isAlive() && (process.exitValue() == 0 || process.exitValue() == SIGTERM_STATUS);
    }

    /** Exit status of a process that has ended. */
    public int exitStatus() {
        return process.exitValue();
    }

    /**
     * Asks the process to end, waits, and kills it at the limit.
     *
     * @return whether it ended within the limit
     */
    public boolean stop(Duration limit) throws InterruptedException {
        process.destroy();
        if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        log.atWarn().addKeyValue("process", name).addKeyValue("limit", limit).log("Killed a process that did not stop");
        kill();
        process.waitFor();
        return false;
    }

    /** Ends the process at once, without giving it a chance to tidy up; does not wait. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits until it has ended and returns its exit status. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    /** The last lines of the log, for a message about what went wrong. */
    public List<String> lastLogLines(int count) throws IOException {
        List<String> lines = new String(Files.readAllBytes(logFile), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** {@link #stop Stops} it within ten seconds. */
    @Override
    public void close() {
        try {
            stop(DEFAULT_STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
