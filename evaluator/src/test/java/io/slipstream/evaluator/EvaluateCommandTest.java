package io.slipstream.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {

    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(new EvaluateCommand()).setErr(new PrintWriter(err, true));

    @Test
    void threeMistakesInTheFileAreReportedTogetherWithExitCodeTwo(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("evaluator.yaml"), """
                probe-set: {path: p, max-images: few}
                encoder: {threads: 0}
                colour: red
                """);

        assertThat(command.execute("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("probe-set.max-images", "encoder.threads", "colour");
    }

    @Test
    void aProbeSetThatIsNotThereIsExitCodeTwo(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(
                dir.resolve("evaluator.yaml"), "probe-set: {path: '" + dir.resolve("nowhere.zip") + "'}");

        assertThat(command.execute("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("nowhere.zip");
    }

    @Test
    void anUnknownOptionIsExitCodeTwo() {
        assertThat(command.execute("--speed", "fast")).isEqualTo(2);
    }
}
