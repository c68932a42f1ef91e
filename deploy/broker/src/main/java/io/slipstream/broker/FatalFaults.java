package io.slipstream.broker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's calls to end the process, turned into exceptions and reports.
 *
 * <p>Kafka exits or halts the JVM on faults it cannot survive, through process-wide procedures that can be replaced.
 * In a JVM that holds more than the broker (a test run, an application) that would take everything else down without
 * a word. State is static because Kafka's is; a fault cannot be told apart by broker, so every running one hears of it.
 */
final class FatalFaults {
    private static final List<CompletableFuture<String>> LISTENERS = new CopyOnWriteArrayList<>();

    private FatalFaults() {}

    /** Replaces the procedures and returns a future that completes with the text of the next fault. */
    static CompletableFuture<String> listen() {
        Exit.setExitProcedure((status, message) -> report("exit", status, message));
        Exit.setHaltProcedure((status, message) -> report("halt", status, message));
        CompletableFuture<String> fault = new CompletableFuture<>();
        LISTENERS.add(fault);
        return fault;
    }

    static void forget(CompletableFuture<String> fault) {
        LISTENERS.removeIf(listener -> listener == fault);
    }

    private static void report(String verb, int status, @Nullable String message) {
        String text = "Kafka asked to %s the process with status %d%s"
                .formatted(verb, status, message == null ? "" : ": " + message);
        LISTENERS.forEach(fault -> fault.complete(text));
        throw new IllegalStateException(text);
    }
}
