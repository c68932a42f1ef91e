package io.slipstream.deploy.chaos.promote;

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

class PromoteTrialIT {

    @Test
    void theHistoryIsWholeAlthoughThePromoterIsKilled(@TempDir Path directory) throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Display display =
                new Display(new PrintStream(shown, true, StandardCharsets.UTF_8), false, 80, System::nanoTime);
        PromoteChaosOptions options = new PromoteChaosOptions(0.1, 240, 2, 7, directory);

        PromoteReport report =
                new PromoteTrial(options, Installation.current(), Installation.LAUNCHER, display).run(Instant.now());

        assertThat(report.problems()).as(shown.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(report.kills()).hasSize(2);
        assertThat(report.snapshots()).isEqualTo(24);
        assertThat(report.decisions()).isGreaterThan(5);
        assertThat(report.proven()).isEqualTo(report.decisions());
    }
}
