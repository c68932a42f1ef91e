package io.slipstream.trainer.audit;

import static io.slipstream.trainer.audit.Accounts.checkpoint;
import static io.slipstream.trainer.audit.Accounts.entry;
import static io.slipstream.trainer.audit.Accounts.evidence;
import static io.slipstream.trainer.audit.Accounts.line;
import static io.slipstream.trainer.audit.Accounts.snapshot;
import static io.slipstream.trainer.audit.Accounts.texts;
import static io.slipstream.trainer.audit.Accounts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class BalanceCheckTest {

    /** An entry in which every number is another. */
    private static LedgerEntry.Builder account() {
        return entry(0).setStartOffset(100)
                .setNextOffset(137)
                .setCovered(28)
                .setTrained(13)
                .setDeadLettered(6)
                .setDropped(5)
                .setDuplicates(3)
                .setPending(1)
                .setGaps(7)
                .setLost(2);
    }

    private static Check check(LedgerEntry.Builder... ledger) {
        return BalanceCheck.of(evidence(checkpoint(1, "c0", null, ledger)));
    }

    @Test
    void anEntryThatAddsUpHolds() {
        assertThat(check(account())).isEqualTo(Check.of("every entry of every ledger balances", List.of()));
    }

    @Test
    void aRecordWithoutAFateIsFound() {
        Check check = check(account().setTrained(12));
        assertThat(check.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(check))
                .containsExactly("checkpoint c0, images-0: expected trained + dead-lettered + dropped + duplicates +"
                        + " pending = covered, 28, found 27");
    }

    @Test
    void anOffsetThatIsNotAccountedForIsFound() {
        assertThat(texts(check(account().setGaps(6))))
                .containsExactly("checkpoint c0, images-0: expected covered + gaps + lost = next offset - start offset,"
                        + " 37, found 36");
    }

    @Test
    void aNegativeCountIsFoundAlthoughItAddsUp() {
        assertThat(texts(check(account().setDropped(-1).setTrained(19))))
                .containsExactly("checkpoint c0, images-0: expected dropped of 0 or more, found -1");
    }

    @Test
    void lostIsNegativeWhereOffsetsCameAgain() {
        assertThat(check(account().setLost(-40).setGaps(49)).verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void twoEntriesOfOnePartitionAreFound() {
        assertThat(texts(check(account(), account())))
                .containsExactly("checkpoint c0, images-0: expected one entry, found another");
    }

    @Test
    void theLedgersOfEarlierCheckpointsAndOfSnapshotsAreExaminedToo() {
        Check check = BalanceCheck.of(with(
                evidence(line(account().setGaps(8), account())),
                snapshot("s", null, account().setPending(2))));
        assertThat(texts(check))
                .hasSize(2)
                .anyMatch(text -> text.startsWith("checkpoint c0, "))
                .anyMatch(text -> text.startsWith("snapshot s, "));
    }
}
