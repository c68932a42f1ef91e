package io.slipstream.trainer.anneal;

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

class AnnealCommandTest {

    private final StringWriter said = new StringWriter();
    private final Path file;

    AnnealCommandTest(@TempDir Path directory) {
        file = directory.resolve("trainer.yaml");
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(new AnnealCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(arguments);
    }

    @Test
    void mistakesInItsSectionArePrintedTogetherAndTheCommandExitsWithTwo() throws IOException {
        Files.writeString(file, "anneal: {steps: 0, final-share: 2, recent: -1}");

        assertThat(run("--config", file.toString())).isEqualTo(2);
        assertThat(said.toString()).contains("anneal.steps", "anneal.final-share", "anneal.recent");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsSaidInOneLineAndTheCommandExitsWithOne() throws IOException {
        int port = LoopbackPort.free();
        Files.writeString(file, """
                kafka: {bootstrap.servers: '127.0.0.1:%d', default.api.timeout.ms: '300', request.timeout.ms: '200'}
                registry: {url: 'mock://anneal-command'}
                """.formatted(port));

        assertThat(run("--config", file.toString())).isEqualTo(1);
        assertThat(said.toString()).hasLineCount(1).contains("not published", "127.0.0.1:" + port);
    }
}
