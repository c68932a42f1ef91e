package io.slipstream.deploy.demo;

import static io.slipstream.deploy.demo.Records.START;
import static io.slipstream.deploy.demo.Records.metrics;
import static io.slipstream.deploy.demo.Records.refused;
import static io.slipstream.deploy.demo.Records.score;
import static io.slipstream.deploy.demo.Records.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.DeadLetterReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    @Test
    void theStatusNamesTimeStepLossSpeedWaitingAndLag() {
        String status = ProgressText.status(
                Duration.ofSeconds(72),
                Optional.of(Duration.ofMinutes(3)),
                Optional.of(metrics("m", START, 820, 0.02)));

        assertThat(status)
                .isEqualTo(
                        "1:12 of 3:00 | step 820 | 52,480 images | loss 0.412 | 231 images/s | data wait 2 % | lag 3");
    }

    @Test
    void beforeTheFirstFiguresTheStatusSaysWhatItWaitsFor() {
        assertThat(ProgressText.status(Duration.ofSeconds(3723), Optional.empty(), Optional.empty()))
                .isEqualTo("1:02:03 | waiting for the first training step");
    }

    @Test
    void aScoreStandsBesideTheUntrainedEncoders() {
        String line = ProgressText.scored(
                score("m", 400, 0.612), Optional.of(score("m", 0, 0.41)), Optional.of(snapshot("m", 400, START)));

        assertThat(line)
                .isEqualTo(
                        "snapshot at step 400: kNN 61.2 % (untrained 41.0 %), RankMe 23.4 of 128, loss 0.250, 25,600 images seen");
    }

    @Test
    void theUntrainedEncoderIsCalledThat() {
        assertThat(ProgressText.scored(score("m", 0, 0.41), Optional.of(score("m", 0, 0.41)), Optional.empty()))
                .isEqualTo("untrained encoder: kNN 41.0 % (6 classes), RankMe 23.4 of 128");
    }

    @Test
    void aRefusedInputIsNamedWithItsReason() {
        assertThat(ProgressText.refused(refused(DeadLetterReason.EMPTY, "a.jpg has no bytes")))
                .startsWith("refused by ingest: EMPTY, a.jpg has no bytes");
    }

    @Test
    void theSummarySaysWhatIsMissing() {
        var options = new DemoOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                7,
                Path.of("/data"),
                9092,
                8081);
        Report nothing = Report.of(new Observations("m"), START, null);

        List<String> lines = ProgressText.summary(
                new Demo.Outcome(new DemoPlan(options, START, 9092, 8081), nothing, List.of("Why.")));

        assertThat(lines)
                .containsExactly(
                        "kNN: untrained encoder -, last snapshot -, 0 snapshots",
                        "training: 0 images/s, waited for data 0 % of the time",
                        "ledger: empty",
                        "snapshots in /data/snapshots, logs in /data/logs",
                        "problem: Why.");
    }
}
