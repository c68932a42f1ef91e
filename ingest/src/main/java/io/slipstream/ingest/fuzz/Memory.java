package io.slipstream.ingest.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Memory of this process, in bytes.
 *
 * @param heap in use on the Java heap after a collection
 * @param resident the most the process has had, native memory included; empty where the system does not tell
 */
record Memory(long heap, OptionalLong resident) {

    private static final Path STATUS = Path.of("/proc/self/status");

    static Memory now() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Memory(heap, peak());
    }

    private static OptionalLong peak() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }
}
