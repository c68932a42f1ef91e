package io.slipstream.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IngestBenchIT {

    @Test
    void bothContendersAreMeasuredAndTheReportIsWritten(@TempDir Path folder) throws IOException {
        StringWriter said = new StringWriter();
        Path json = folder.resolve("bench.json");

        int exitCode = new CommandLine(new IngestBenchCommand())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(
                        "--payload", "10KiB",
                        "--rounds", "1",
                        "--megabytes", "2",
                        "--wrk-seconds", "0",
                        "--data", folder.resolve("data").toString(),
                        "--json", json.toString());

        assertThat(exitCode).as(said.toString()).isZero();
        JsonNode client =
                new ObjectMapper().readTree(json.toFile()).path("client").path(0);
        assertThat(client.path("payload").asInt()).isEqualTo(10_240);
        assertThat(client.path("kafka").path(0).asDouble()).isPositive();
        assertThat(client.path("client").path(0).asDouble()).isPositive();
        assertThat(said.toString()).contains("ratio", "skipped: gateway: --wrk-seconds 0");
        assertThat(folder.resolve("data")).isEmptyDirectory();
    }
}
