package io.slipstream.deploy.chaos.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.deploy.display.Display;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzTrialIT {

    @Test
    void everyHostileImageIsTakenOrRefusedWithAReasonAndTheCountsAgree(@TempDir Path directory) throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Display display =
                new Display(new PrintStream(shown, true, StandardCharsets.UTF_8), false, 80, System::nanoTime);

        FuzzTrialReport report = new FuzzTrial(120, 5, directory, display).run(Instant.now());

        assertThat(report.problems()).as(shown.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.forwarded()).isPositive();
        assertThat(report.curationRefused()).containsKeys("TRUNCATED", "UNDECODABLE");
        assertThat(report.gatewayRefused()).isNotEmpty();
        assertThat(report.memory()).containsOnlyKeys("gateway", "curate");
    }
}
