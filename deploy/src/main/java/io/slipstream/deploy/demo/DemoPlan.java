package io.slipstream.deploy.demo;

import io.slipstream.deploy.standalone.RegistryServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One run of the demo: everything its services need to know.
 *
 * @param options what the user chose
 * @param startedAt when it started; records before belong to earlier runs
 * @param port port of the broker
 * @param registryPort port of the schema registry
 */
record DemoPlan(DemoOptions options, Instant startedAt, int port, int registryPort) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** The model lineage this run trains. */
    String model() {
        return "demo-" + STAMP.format(startedAt);
    }

    /** Address of the broker. */
    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Address of the schema registry. */
    URI registry() {
        return RegistryServer.url(registryPort);
    }

    /** Directory of the run's own files. */
    Path directory() {
        return options.data().resolve("demo").resolve(model()).toAbsolutePath();
    }

    /** Directory of the snapshot artifacts. */
    Path snapshots() {
        return options.data().resolve("snapshots").toAbsolutePath();
    }

    Path checkpoints() {
        return options.data().resolve("checkpoints").toAbsolutePath();
    }

    /** Where the logs of all processes are. */
    Path logs() {
        return options.data().resolve("logs").toAbsolutePath();
    }

    /** The labelled images the evaluator scores with: the user's, or the archive the camera writes. */
    Path probe() {
        return options.probe().map(Path::toAbsolutePath).orElseGet(() -> directory()
                .resolve("probe.zip"));
    }
}
