package io.slipstream.trainer.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a measurement ran.
 *
 * @param processor model of the processor, as the operating system names it
 * @param load processes that wanted to run in the last minute, at the end: above the cores, others took their share
 */
public record Machine(String system, String processor, int cores, double load) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    /** This machine, now. */
    public static Machine here() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                system.getName() + " " + system.getVersion(),
                processor(system.getArch()),
                system.getAvailableProcessors(),
                system.getSystemLoadAverage());
    }

    private static String processor(String otherwise) throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return otherwise;
        }
        return Files.readString(PROCESSORS)
                .lines()
                .filter(line -> line.startsWith(MODEL))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(otherwise);
    }
}
