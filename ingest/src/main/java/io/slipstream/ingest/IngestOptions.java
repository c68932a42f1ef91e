package io.slipstream.ingest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be said on the command line in place of the configuration file. */
final class IngestOptions {

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "What to send; in place of the configuration's source. " + SourceShorthand.FORM)
    private @Nullable String source;

    @Option(names = "--topic", paramLabel = "NAME", description = "The topic images go to (default: images.raw).")
    private @Nullable String topic;

    @Option(names = "--key", paramLabel = "KEY", description = "Source key of every image.")
    private @Nullable String key;

    @Option(
            names = "--cursor",
            paramLabel = "FILE",
            description = "Where to remember what was sent: auto, none or a file.")
    private @Nullable String cursor;

    @Option(names = "--rate", paramLabel = "RATE", description = "Most images per second, such as 200/s.")
    private @Nullable String rate;

    @Option(names = "--realtime", description = "Sends images as far apart as they were taken.")
    private boolean realtime;

    @Option(names = "--speed", paramLabel = "FACTOR", description = "With --realtime: how many times as fast.")
    private @Nullable Double speed;

    /** What the command line says, by key of the configuration. */
    Map<String, String> keys() {
        Map<String, @Nullable String> said = new LinkedHashMap<>();
        if (source != null) {
            said.putAll(SourceShorthand.keys(source));
        }
        said.put("topic", topic);
        said.put("key", key);
        said.put("cursor", cursor);
        said.put("rate", rate);
        if (realtime) {
            said.put("realtime", "true");
            said.put("order", "as-is");
        }
        said.put("speed", speed == null ? null : speed.toString());
        Map<String, String> overrides = new LinkedHashMap<>();
        said.forEach((name, value) -> {
            if (value != null) {
                overrides.put(name, "'" + value.replace("'", "''") + "'");
            }
        });
        return overrides;
    }
}
