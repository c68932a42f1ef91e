package io.slipstream.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.trainer.checkpoint.Retention.Candidate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {

    /** Checkpoints 1 to 20, all healthy; each fifth has a snapshot, whose parent is the one before. */
    private final List<Candidate> candidates = new ArrayList<>(IntStream.rangeClosed(1, 20)
            .mapToObj(number -> candidate(number, true))
            .toList());

    @Test
    void theNewestStay() {
        assertThat(Retention.kept(candidates, config(3, 0, 0), Set.of())).containsExactlyInAnyOrder("18", "19", "20");
        assertThat(Retention.kept(List.of(), config(3, 0, 0), Set.of())).isEmpty();
    }

    @Test
    void eachSoManiethStaysWhateverHasGoneBefore() {
        candidates.remove(10);
        assertThat(Retention.kept(candidates, config(1, 6, 0), Set.of()))
                .containsExactlyInAnyOrder("6", "12", "18", "20");
    }

    @Test
    void thoseOfTheNewestSnapshotsStay() {
        assertThat(Retention.kept(candidates, config(1, 0, 2), Set.of())).containsExactlyInAnyOrder("15", "20");
    }

    @Test
    void thoseOfLiveSnapshotsAndOfTheirParentsStay() {
        assertThat(Retention.kept(candidates, config(1, 0, 0), Set.of("s10", "unknown")))
                .containsExactlyInAnyOrder("5", "10", "20");
        assertThat(Retention.kept(candidates, config(1, 0, 0), Set.of("s5"))).containsExactlyInAnyOrder("5", "20");
    }

    @Test
    void theOneThatALiveReleaseWasMadeOfStays() {
        String made = "m-run1-e1-00000007.7";
        candidates.set(6, new Candidate(made, 7, Optional.empty(), Optional.of("s5"), true, 7));
        assertThat(Retention.kept(candidates, config(1, 0, 0), Set.of(made + "-release-100")))
                .containsExactlyInAnyOrder(made, "20");
    }

    @Test
    void theNewestHealthyOneStaysToRollBackTo() {
        List<Candidate> failing = new ArrayList<>(candidates);
        IntStream.rangeClosed(21, 30).forEach(number -> failing.add(candidate(number, false)));
        assertThat(Retention.kept(failing, config(2, 0, 0), Set.of())).containsExactlyInAnyOrder("20", "29", "30");
    }

    @Test
    void theOneThatReachesFurthestStaysUntilTrainingHasComePastItAgain() {
        List<Candidate> goneBack = new ArrayList<>(candidates);
        IntStream.rangeClosed(21, 24).forEach(number -> goneBack.add(candidate(number, true, number - 10)));
        assertThat(Retention.kept(goneBack, config(2, 0, 0), Set.of())).containsExactlyInAnyOrder("20", "23", "24");
        goneBack.add(candidate(25, true, 21));
        assertThat(Retention.kept(goneBack, config(2, 0, 0), Set.of())).containsExactlyInAnyOrder("24", "25");
    }

    private static Candidate candidate(int number, boolean healthy) {
        return candidate(number, healthy, number);
    }

    private static Candidate candidate(int number, boolean healthy, long reach) {
        boolean hasSnapshot = number % 5 == 0;
        return new Candidate(
                String.valueOf(number),
                number,
                hasSnapshot ? Optional.of("s" + number) : Optional.empty(),
                number > 5 ? Optional.of("s" + (number - 1) / 5 * 5) : Optional.empty(),
                healthy,
                reach);
    }

    private static CheckpointConfig config(int keep, int keepEvery, int keepSnapshots) {
        return new CheckpointConfig(
                Path.of("unused"), Duration.ofSeconds(30), keep, keepEvery, keepSnapshots, Duration.ofMinutes(10));
    }
}
