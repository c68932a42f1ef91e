package io.slipstream.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.evaluator.probe.ProbeImages;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandIT {

    @Test
    void aTerminationSignalStopsTheServiceInOrder(@TempDir Path dir) throws Exception {
        ProbeImages.write(dir.resolve("probe"), 5, Color.RED, Color.BLUE);
        Path output = dir.resolve("output.txt");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            Path config = Files.writeString(dir.resolve("evaluator.yaml"), """
                    probe-sets: {two: {path: '%s'}}
                    report: {directory: '%s'}
                    kafka: {bootstrap.servers: '%s'}
                    registry: {url: 'mock://signal'}
                    """.formatted(
                            dir.resolve("probe"), dir.resolve("evaluator"), kafka.bootstrapServers()));
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            EvaluateProcess.class.getName(),
                            "--config",
                            config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(read(output)).contains("Following snapshots"));

                process.destroy();

                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(read(output)).contains("Stopped following snapshots").doesNotContain("Exception");
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
