package io.slipstream.evaluator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PromoteCommandTest {

    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(new PromoteCommand()).setErr(new PrintWriter(err, true));

    @Test
    void allMistakesInTheFileAreReportedTogetherWithExitCodeTwo(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("promoter.yaml"), """
                model: a/b
                gates: {max-collapse: 2, cka: {min: 0.9, max: 0.1}, colour: red, probes: {p: {measure: luck}}}
                kafka: {transactional.id: mine}
                """);

        assertThat(command.execute("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("gates.max-collapse", "gates.cka.min", "gates.colour", "gates.probes.p.measure");
    }

    @Test
    void whatGuaranteesRestOnCannotBeConfigured(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("promoter.yaml"), "kafka: {transactional.id: mine}");

        assertThat(command.execute("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("transactional.id");
    }

    @Test
    void theClockCanBeKeptOutAltogether() throws ConfigException {
        assertThat(ConfigLoader.parse("quiet-after:", "promoter.yaml", PromoterConfig.class)
                        .quietAfter())
                .isEmpty();
        assertThat(ConfigLoader.defaults(PromoterConfig.class).quietAfter()).isPresent();
    }
}
