package io.slipstream.deploy.demo;

import static io.slipstream.deploy.demo.Records.START;
import static io.slipstream.deploy.demo.Records.metrics;
import static io.slipstream.deploy.demo.Records.refused;
import static io.slipstream.deploy.demo.Records.score;
import static io.slipstream.deploy.demo.Records.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.DeadLetterReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservationsTest {
    private final Observations seen = new Observations("m");

    @Test
    void recordsOfOtherModelsAreLeftAside() {
        assertThat(seen.accept(snapshot("other", 1, START))).isFalse();
        assertThat(seen.accept(score("other", 1, 0.5))).isFalse();
        assertThat(seen.accept(metrics("other", START, 1, 0))).isFalse();

        assertThat(seen.snapshots()).isEmpty();
        assertThat(seen.metrics()).isEmpty();
        assertThat(seen.score("other-1")).isEmpty();
    }

    @Test
    void aSnapshotAnnouncedTwiceIsOneSnapshot() {
        assertThat(seen.accept(snapshot("m", 1, START))).isTrue();
        assertThat(seen.accept(snapshot("m", 1, START))).isFalse();

        assertThat(seen.snapshots()).hasSize(1);
    }

    @Test
    void aScoreMadeAgainReplacesTheFirst() {
        seen.accept(score("m", 0, 0.4));
        seen.accept(score("m", 0, 0.5));

        assertThat(seen.baseline())
                .hasValueSatisfying(score -> assertThat(score.getKnnTop1()).isEqualTo(0.5));
    }

    @Test
    void onlyTheFirstDeadLetterOfAReasonIsNewsButAllAreCounted() {
        assertThat(seen.accept(refused(DeadLetterReason.EMPTY, "a"))).isTrue();
        assertThat(seen.accept(refused(DeadLetterReason.EMPTY, "b"))).isFalse();
        assertThat(seen.accept(refused(DeadLetterReason.TRUNCATED, "c"))).isTrue();

        assertThat(seen.deadLetters()).isEqualTo(Map.of("EMPTY", 2L, "TRUNCATED", 1L));
    }

    @Test
    void thereIsAScoreToWaitForUntilTheLastSnapshotHasOne() {
        assertThat(seen.lastSnapshotScored()).isTrue();
        seen.accept(snapshot("m", 0, START));
        seen.accept(snapshot("m", 1, START));
        seen.accept(score("m", 0, 0.4));
        assertThat(seen.lastSnapshotScored()).isFalse();
        seen.accept(score("m", 1, 0.4));
        assertThat(seen.lastSnapshotScored()).isTrue();
    }

    @Test
    void theTrainerIsFinishedWhenItsLastRecordSaysSo() {
        seen.accept(metrics("m", START, 1, 0));
        assertThat(seen.finished()).isFalse();
        seen.accept(metrics("m", START, 2, 0, true, List.of()));
        assertThat(seen.finished()).isTrue();
    }
}
