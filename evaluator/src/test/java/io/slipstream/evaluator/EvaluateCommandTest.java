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
                probe-sets: {s: {path: p, max-images: few}}
                encoder: {threads: 0}
                colour: red
                """);

        assertThat(command.execute("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("probe-sets.s.max-images", "encoder.threads", "colour");
    }

    @Test
    void everyProbeSetThatIsNotThereIsNamedWithExitCodeTwo(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("evaluator.yaml"), """
                probe-sets:
                  one: {path: '%1$s/nowhere.zip'}
                  two: {path: '%1$s/neither.tar'}
                """.formatted(dir));

        assertThat(command.execute("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("probe-sets.one.path", "nowhere.zip", "probe-sets.two.path", "neither.tar");
    }

    @Test
    void anUnknownOptionIsExitCodeTwo() {
        assertThat(command.execute("--speed", "fast")).isEqualTo(2);
    }
}
