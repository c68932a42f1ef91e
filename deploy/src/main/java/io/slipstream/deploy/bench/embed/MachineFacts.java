package io.slipstream.deploy.bench.embed;

import io.slipstream.trainer.bench.Machine;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a measurement ran on, and what else the machine had to do. */
public final class MachineFacts {

    private MachineFacts() {}

    /** This machine, now: {@code load} counts the processes that wanted to run in the last minute. */
    public static Map<String, String> here() throws IOException {
        Machine machine = Machine.here();
        return new TreeMap<>(Map.of(
                "java", Runtime.version().toString(),
                "os", machine.system(),
                "processor", machine.processor(),
                "processors", Integer.toString(machine.cores()),
                "load", String.format(Locale.ROOT, "%.1f", machine.load())));
    }
}
