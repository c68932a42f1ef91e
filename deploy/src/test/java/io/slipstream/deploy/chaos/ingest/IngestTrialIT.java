package io.slipstream.deploy.chaos.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTrialIT {

    @Test
    void whatWasAcknowledgedArrivesOnceAlthoughGatewayCurationAndDirectoryAreKilled(@TempDir Path directory)
            throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Display display =
                new Display(new PrintStream(shown, true, StandardCharsets.UTF_8), false, 80, System::nanoTime);
        IngestChaosOptions options = new IngestChaosOptions(1, 400, 7, directory);

        IngestReport report =
                new IngestTrial(options, Installation.current(), Installation.LAUNCHER, display).run(Instant.now());

        assertThat(report.problems()).as(shown.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.acknowledged()).isGreaterThan(50);
        assertThat(report.delivered()).isGreaterThanOrEqualTo(report.acknowledged() + 400L);
        assertThat(report.kills()).hasSize(3).allSatisfy((name, times) -> assertThat(times)
                .isEqualTo(1));
    }
}
