package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.trainer.method.MethodName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real trainer, killed in a commit, in mid-training and while it writes a checkpoint. */
class ChaosKillIT {
    private static final int KILLS = 3;
    private static final int PARTITIONS = 3;
    private static final int IMAGES = 1_200;
    private static final long SEED = 7;

    private final Path data;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    ChaosKillIT(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void aTrainerThatIsKilledEndsInTheStateOfOneThatIsNot() throws Exception {
        ChaosOptions options =
                new ChaosOptions(KILLS, List.of(MethodName.BYOL), PARTITIONS, IMAGES, SEED, data.resolve("run"));
        Display display =
                new Display(new PrintStream(shown, true, StandardCharsets.UTF_8), false, 80, System::nanoTime);

        ChaosReport report =
                new ChaosRun(options, Installation.current(), Installation.LAUNCHER, display, Instant.now()).run();

        assertThat(report.passed())
                .as(String.join(System.lineSeparator(), ChaosTable.of(report)))
                .isTrue();
        assertThat(report.methods().get(0).kills()).hasSize(KILLS);
    }
}
