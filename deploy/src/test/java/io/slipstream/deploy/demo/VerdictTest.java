package io.slipstream.deploy.demo;

import static io.slipstream.deploy.demo.Records.START;
import static io.slipstream.deploy.demo.Records.ledger;
import static io.slipstream.deploy.demo.Records.metrics;
import static io.slipstream.deploy.demo.Records.score;
import static io.slipstream.deploy.demo.Records.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void aScoredSnapshotAndABalancedLedgerAreEnough() {
        assertThat(Verdict.problems(report(ledger(10, 7, 3, 0)), true)).isEmpty();
    }

    @Test
    void aRecordThatNobodyAccountsForIsNamedWithItsPartition() {
        assertThat(Verdict.problems(report(ledger(10, 7, 2, 0)), true))
                .containsExactly(
                        "The ledger of images-0 does not balance: covered 10, accounted for 9 (trained 7 + dead-lettered 2 + dropped 0 + duplicates 0 + pending 0).");
    }

    @Test
    void recordsThatWaitInTheLastCheckpointAreAccountedFor() {
        assertThat(Verdict.problems(report(ledger(10, 8, 0, 2)), true)).isEmpty();
        assertThat(Verdict.problems(report(ledger(10, 10, 0, 2)), true))
                .singleElement()
                .asString()
                .contains("accounted for 12", "pending 2");
    }

    @Test
    void nothingAtAllIsThreeProblems() {
        Report nothing = Report.of(new Observations("m"), START, null);

        assertThat(Verdict.problems(nothing, false))
                .containsExactly(
                        "No trained snapshot was scored (0 published).",
                        "The trainer did not publish its final figures, so the ledger may be behind.",
                        "The trainer published no ledger.");
    }

    @Test
    void theUntrainedEncoderIsNotATrainedSnapshot() {
        Observations seen = new Observations("m");
        seen.accept(snapshot("m", 0, START));
        seen.accept(score("m", 0, 0.4));
        seen.accept(metrics("m", START, 1, 0, true, List.of(ledger(1, 1, 0, 0))));

        assertThat(Verdict.problems(Report.of(seen, START, null), true))
                .containsExactly("No trained snapshot was scored (0 published).");
    }

    private static Report report(LedgerEntry entry) {
        Observations seen = new Observations("m");
        seen.accept(snapshot("m", 1, START));
        seen.accept(score("m", 1, 0.5));
        seen.accept(metrics("m", START, 1, 0, true, List.of(entry)));
        return Report.of(seen, START, null);
    }
}
