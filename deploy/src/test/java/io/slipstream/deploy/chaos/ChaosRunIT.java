package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.report.JsonFile;
import io.slipstream.trainer.method.MethodName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills with a real broker and a real registry, and a trainer that only pretends; see {@link FakeTrainer}. */
class ChaosRunIT {
    private static final int KILLS = 3;
    private static final long SEED = 7;

    private final Path data;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    ChaosRunIT(@TempDir Path data) {
        this.data = data;
    }

    @AfterEach
    void nothingIsLeftRunning() {
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void aTrainerThatKeepsItsPromisePassesAndEverythingIsInTheReport() throws Exception {
        ChaosReport report = run(SEED);

        assertThat(report.passed()).as(shown()).isTrue();
        MethodReport method = report.methods().get(0);
        assertThat(method.kills()).hasSize(KILLS);
        // A trainer that is killed while it starts may not have got to its claim.
        assertThat(method.models().get(1).trainers()).isBetween((long) KILLS, KILLS + 1L);
        Path json = data.resolve("report.json");
        JsonFile.write(json, report);
        assertThat(new ObjectMapper()
                        .readTree(json.toFile())
                        .at("/methods/0/models/1/ledger/1/trained")
                        .asLong())
                .isEqualTo(FakeTrainer.plan(SEED).tally(1).images());
        assertThat(shown()).contains("chaos-byol-killed: kill 3 of 3");
    }

    @Test
    void aTrainerThatFailsByItselfIsInTheReportWithItsLastWords() throws Exception {
        ChaosReport report = run(FakeTrainer.BROKEN);

        assertThat(report.passed()).isFalse();
        assertThat(report.methods().get(0).checks()).singleElement().satisfies(check -> assertThat(check.problems())
                .singleElement()
                .asString()
                .contains("ended with status 3", "out of ideas"));
    }

    @Test
    void aTrainerThatForgetsWhatItReadFails() throws Exception {
        ChaosReport report = run(FakeTrainer.FORGETFUL);

        assertThat(report.passed()).isFalse();
        assertThat(report.methods().get(0).checks())
                .filteredOn(check -> !check.holds())
                .extracting(Check::name)
                .contains("the state is that of an undisturbed run, bit for bit");
    }

    private ChaosReport run(long seed) throws Exception {
        ChaosOptions options = new ChaosOptions(
                KILLS, List.of(MethodName.BYOL), FakeTrainer.PARTITIONS, FakeTrainer.IMAGES, seed, data.resolve("run"));
        Display display =
                new Display(new PrintStream(shown, true, StandardCharsets.UTF_8), false, 80, System::nanoTime);
        return new ChaosRun(options, Installation.current(), FakeTrainer.class.getName(), display, Instant.now()).run();
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
