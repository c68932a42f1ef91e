package io.slipstream.deploy.demo;

import static io.slipstream.deploy.demo.Records.START;
import static io.slipstream.deploy.demo.Records.ledger;
import static io.slipstream.deploy.demo.Records.metrics;
import static io.slipstream.deploy.demo.Records.refused;
import static io.slipstream.deploy.demo.Records.score;
import static io.slipstream.deploy.demo.Records.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.schemas.record.DeadLetterReason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final Observations seen = new Observations("m");

    @Test
    void theWrittenReportHasTheDocumentedShape(@TempDir Path directory) throws Exception {
        // Given
        seen.accept(snapshot("m", 0, START.plusSeconds(5)));
        seen.accept(snapshot("m", 10, START.plusSeconds(20)));
        seen.accept(score("m", 0, 0.4));
        seen.accept(score("m", 10, 0.625));
        seen.accept(metrics("m", START.plusSeconds(20), 10, 0.5, true, List.of(ledger(321, 320, 1, 0))));
        seen.accept(refused(DeadLetterReason.EMPTY, "a"));

        // When
        Path file = directory.resolve("reports/r.json");
        Report.of(seen, START, null).write(file);

        // Then
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/baseline/knnTop1").asDouble()).isEqualTo(0.4);
        assertThat(json.get("snapshots")).hasSize(1);
        assertThat(json.get("snapshots").get(0).toString())
                .isEqualTo(
                        "{\"id\":\"m-10\",\"step\":10,\"imagesSeen\":640,\"loss\":0.25,\"knnTop1\":0.625,\"rankMe\":23.4,"
                                + "\"secondsSinceStart\":20.0}");
        assertThat(json.get("throughput").toString()).isEqualTo("{\"imagesPerSecond\":231.0,\"dataWaitShare\":0.5}");
        assertThat(json.get("ledger").get(0).toString())
                .isEqualTo("{\"topic\":\"images\",\"partition\":0,\"covered\":321,\"trained\":320,\"deadLettered\":1,"
                        + "\"dropped\":0,\"duplicates\":0,\"pending\":0,\"gaps\":0}");
        assertThat(json.get("deadLetters").toString()).isEqualTo("{\"EMPTY\":1}");
    }

    @Test
    void aSnapshotThatWasNotScoredIsListedWithoutScores() {
        seen.accept(snapshot("m", 10, START));

        Report report = Report.of(seen, START, null);

        assertThat(report.snapshots()).singleElement().satisfies(row -> {
            assertThat(row.knnTop1()).isNull();
            assertThat(row.rankMe()).isNull();
        });
        assertThat(report.baseline().knnTop1()).isNull();
        assertThat(report.lastScored()).isEmpty();
    }

    @Test
    void throughputIsTakenBetweenTheFirstAndTheLastRecordAndWaitingIsWeightedByTime() {
        // Given: 1 s at 0 % waiting, then 3 s at 40 %
        seen.accept(metrics("m", START, 10, 0.9));
        seen.accept(metrics("m", START.plusSeconds(1), 20, 0.0));
        seen.accept(metrics("m", START.plusSeconds(4), 50, 0.4));

        Report.Throughput throughput = Report.of(seen, START, null).throughput();

        assertThat(throughput.imagesPerSecond()).isEqualTo(40 * 64 / 4.0);
        assertThat(throughput.dataWaitShare()).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void withoutTrainingEverythingIsEmpty() {
        Report report = Report.of(seen, START, null);

        assertThat(report.throughput()).isEqualTo(new Report.Throughput(0, 0));
        assertThat(report.ledger()).isEmpty();
        assertThat(report.snapshots()).isEmpty();
    }
}
