package io.slipstream.trainer;

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

class RewarmCommandTest {

    private final StringWriter said = new StringWriter();
    private final Path file;

    RewarmCommandTest(@TempDir Path directory) {
        file = directory.resolve("trainer.yaml");
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(new RewarmCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(arguments);
    }

    @Test
    void aMistakeInTheConfigurationIsPrintedAndTheCommandExitsWithTwo() throws IOException {
        Files.writeString(file, "metrics-every: often");

        assertThat(run("--config", file.toString())).isEqualTo(2);
        assertThat(said.toString()).contains("metrics-every", "'often'");
    }

    @Test
    void anOptionThatDoesNotExistIsWrongUsage() {
        assertThat(run("--now")).isEqualTo(2);
        assertThat(said.toString()).contains("--now", "--model", "--reason", "--config");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsSaidInOneLineAndTheCommandExitsWithOne() throws IOException {
        Files.writeString(file, """
                kafka: {bootstrap.servers: '127.0.0.1:%d', max.block.ms: '100'}
                registry: {url: 'mock://rewarm-command'}
                """.formatted(LoopbackPort.free()));

        assertThat(run("--config", file.toString(), "--model", "a")).isEqualTo(1);
        assertThat(said.toString()).hasLineCount(1).contains("not sent", "127.0.0.1:", "training-requests");
    }
}
