package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
    private final Evidence sound = Lineages.sound("killed", 2);
    private final List<LedgerEntry> ledger = new ArrayList<>(Lineages.ledger());
    private final StreamPlan.Tally second = Lineages.PLAN.tally(1);

    @Test
    void anAccountOfExactlyWhatWasWrittenIsRight() {
        assertThat(LedgerCheck.problems(sound, Lineages.PLAN)).isEmpty();
    }

    @Test
    void aRecordThatWasTrainedOnTwiceIsAProblem() {
        ledger.set(
                1,
                LedgerEntry.newBuilder(ledger.get(1))
                        .setTrained(second.images() + 1)
                        .build());
        assertThat(problems())
                .containsExactly(
                        "images-1: expected trained %d, found %d".formatted(second.images(), second.images() + 1));
    }

    @Test
    void anAccountThatBalancesOverTooFewRecordsIsStillWrong() {
        ledger.set(
                1,
                LedgerEntry.newBuilder(ledger.get(1))
                        .setTrained(second.images() - 1)
                        .setCovered(second.records() - 1)
                        .setLost(1)
                        .build());
        assertThat(problems())
                .containsExactly(
                        "images-1: expected covered %d, found %d".formatted(second.records(), second.records() - 1),
                        "images-1: expected trained %d, found %d".formatted(second.images(), second.images() - 1),
                        "images-1: expected lost 0, found 1");
    }

    @Test
    void aPartitionWithoutAnEntryAndOneTooManyAreProblems() {
        ledger.remove(1);
        assertThat(problems()).containsExactly("images-1: expected one entry, found 0");

        ledger.addAll(Lineages.ledger());
        assertThat(problems()).containsExactly("images-0: expected one entry, found 2", "expected 2 entries, found 3");
    }

    private List<String> problems() {
        TrainingCheckpoint last = TrainingCheckpoint.newBuilder(sound.last().orElseThrow())
                .setLedger(ledger)
                .build();
        return LedgerCheck.problems(Lineages.endingWith(sound, last), Lineages.PLAN);
    }
}
