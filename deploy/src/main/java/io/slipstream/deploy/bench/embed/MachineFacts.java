package io.slipstream.deploy.bench.embed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a measurement ran on, and what else the machine had to do. */
public final class MachineFacts {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private MachineFacts() {}

    /** This machine, now: {@code load} counts the processes that wanted to run in the last minute. */
    public static Map<String, String> here() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return new TreeMap<>(Map.of(
                "java", Runtime.version().toString(),
                "os", system.getName() + " " + system.getVersion(),
                "processor", processor(system.getArch()),
                "processors", Integer.toString(system.getAvailableProcessors()),
                "load", String.format(Locale.ROOT, "%.1f", system.getSystemLoadAverage())));
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
