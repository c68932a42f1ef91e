package io.slipstream.trainer.audit;

import static io.slipstream.trainer.audit.Accounts.checkpoint;
import static io.slipstream.trainer.audit.Accounts.entry;
import static io.slipstream.trainer.audit.Accounts.evidence;
import static io.slipstream.trainer.audit.Accounts.held;
import static io.slipstream.trainer.audit.Accounts.line;
import static io.slipstream.trainer.audit.Accounts.texts;
import static io.slipstream.trainer.audit.Accounts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageCheckTest {

    private static final List<Long> BOUNDS = List.of(0L, 10L, 20L, 30L);

    private static LedgerEntry.Builder covered(long next, long covered) {
        return entry(next).setCovered(covered).setTrained(covered).setGaps(next - covered);
    }

    private static Check check(HeldRecords held, LedgerEntry.Builder... ledgers) {
        return CoverageCheck.of(with(evidence(line(ledgers)), held));
    }

    @Test
    void asManyRecordsAsTheTopicHoldsIsRight() {
        Check check = check(held(0, 50, BOUNDS, 3L, 25L), covered(10, 9), covered(20, 19), covered(30, 28));
        assertThat(check.findings()).isEmpty();
    }

    @Test
    void oneRecordTooManyOrTooFewIsFoundBetweenTheCheckpointsWhereItArose() {
        Check tooFew = check(held(0, 50, BOUNDS), covered(10, 10), covered(20, 19), covered(30, 29));
        assertThat(tooFew.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(tooFew)).containsExactly("images-0@10 to @20: expected 10 records covered, found 9");
        Check tooMany = check(held(0, 50, BOUNDS, 5L), covered(10, 10), covered(20, 20));
        assertThat(texts(tooMany)).containsExactly("images-0@0 to @10: expected 9 records covered, found 10");
    }

    @Test
    void errorsThatCancelOutInTheLastLedgerAreFound() {
        Check check = check(held(0, 50, BOUNDS, 15L), covered(10, 9), covered(20, 19));
        assertThat(texts(check))
                .containsExactlyInAnyOrder(
                        "images-0@0 to @10: expected 10 records covered, found 9",
                        "images-0@10 to @20: expected 9 records covered, found 10");
    }

    @Test
    void whatRetentionHasDeletedIsBeyondProofAndTheRestIsStillProven() {
        HeldRecords held = held(12, 50, BOUNDS);
        Check right = check(held, covered(10, 8), covered(20, 17), covered(30, 27));
        assertThat(right.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(right)).containsExactly("images-0@0 to @12: deleted from the topic");

        Check wrong = check(held, covered(10, 8), covered(20, 17), covered(30, 26));
        assertThat(wrong.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(wrong))
                .containsExactly(
                        "images-0@20 to @30: expected 10 records covered, found 9",
                        "images-0@0 to @12: deleted from the topic");
    }

    @Test
    void aStretchThatIsPartlyDeletedIsProvenWithinBounds() {
        HeldRecords held = held(12, 50, BOUNDS); // of @10 to @20, 8 are there and 2 may have been
        assertThat(texts(check(held, covered(10, 10), covered(20, 17))))
                .contains("images-0@10 to @20: expected 8 to 10 records covered, found 7");
        assertThat(texts(check(held, covered(10, 10), covered(20, 21))))
                .contains("images-0@10 to @20: expected 8 to 10 records covered, found 11");
    }

    @Test
    void whatWasLostBeforeItCouldBeReadIsNotMissed() {
        Check check = check(
                held(18, 50, BOUNDS),
                covered(10, 10),
                entry(20).setCovered(12).setTrained(12).setLost(8));
        assertThat(check.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(check)).containsExactly("images-0@0 to @18: deleted from the topic");
    }

    @Test
    void aTopicThatHoldsNothingAnyMoreProvesNothing() {
        Check check = check(held(40, 40, BOUNDS), covered(10, 10), covered(20, 20));
        assertThat(texts(check)).containsExactly("images-0@0 to @20: deleted from the topic");
    }

    @Test
    void aPartitionThatIsGoneOrTooShortIsBeyondProof() {
        Check gone = CoverageCheck.of(evidence(line(covered(10, 10))));
        assertThat(gone.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(gone)).containsExactly("images-0: there is no such partition any more");
        Check tooShort = check(held(0, 5, BOUNDS), covered(10, 10));
        assertThat(tooShort.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(tooShort)).singleElement().asString().contains("up to @10", "at @5");
    }

    @Test
    void aPositionBeyondTheTopicThatWentBackIsComparedWithWhatIsThere() {
        Check check = check(held(0, 25, BOUNDS), covered(10, 10), covered(30, 30), covered(20, 20));
        assertThat(texts(check))
                .containsExactlyInAnyOrder(
                        "images-0@10 to @30: expected 15 records covered, found 20",
                        "images-0@30 to @20: expected 0 records covered, found -10");
    }

    @Test
    void afterAPartitionWasMadeAnewOnlyWhatCameThenIsProven() {
        LedgerEntry.Builder anew = entry(10).setCovered(30).setTrained(30).setLost(-20);
        LedgerEntry.Builder right = entry(20).setCovered(40).setTrained(40).setLost(-20);
        Check proven = check(held(0, 20, BOUNDS, 5L), covered(20, 20), anew, right);
        assertThat(proven.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(proven)).singleElement().asString().contains("before @10");

        LedgerEntry.Builder wrong = entry(20).setCovered(39).setTrained(39).setLost(-20);
        assertThat(check(held(0, 20, BOUNDS), covered(20, 20), anew, wrong).verdict())
                .isEqualTo(Verdict.BROKEN);
    }

    @Test
    void aBranchThatWasAbandonedIsNotCompared() {
        Evidence evidence = evidence(
                checkpoint(1, "a", null, covered(10, 10)),
                checkpoint(1, "abandoned", "a", covered(30, 11)),
                checkpoint(2, "b", "a", covered(20, 20)));
        assertThat(CoverageCheck.of(with(evidence, held(0, 50, BOUNDS))).findings())
                .isEmpty();
    }
}
