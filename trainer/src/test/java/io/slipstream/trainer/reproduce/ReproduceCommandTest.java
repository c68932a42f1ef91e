package io.slipstream.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.broker.LoopbackPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReproduceCommandTest {

    private final StringWriter said = new StringWriter();
    private final Path file;

    ReproduceCommandTest(@TempDir Path directory) {
        file = directory.resolve("trainer.yaml");
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(new ReproduceCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(arguments);
    }

    @Test
    void withoutASnapshotItIsWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(said.toString()).contains("SNAPSHOT_ID", "--config", "--json");
    }

    @Test
    void aMistakeInTheConfigurationIsPrintedAndTheCommandExitsWithTwo() throws IOException {
        Files.writeString(file, "model: 'not/a/name'");

        assertThat(run("m-1", "--config", file.toString())).isEqualTo(2);
        assertThat(said.toString()).contains("model", "letters, digits");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsSaidInOneLineAndTheCommandExitsWithOne() throws IOException {
        int port = LoopbackPort.free();
        Files.writeString(file, """
                kafka: {bootstrap.servers: '127.0.0.1:%d', default.api.timeout.ms: '300', request.timeout.ms: '200'}
                registry: {url: 'mock://reproduce-command'}
                """.formatted(port));

        assertThat(run("m-1", "--config", file.toString())).isEqualTo(1);
        assertThat(said.toString()).hasLineCount(1).contains("could not be reproduced", "127.0.0.1:" + port);
    }
}
