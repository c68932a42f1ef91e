package io.slipstream.trainer.audit;

import static io.slipstream.trainer.audit.Accounts.checkpoint;
import static io.slipstream.trainer.audit.Accounts.claim;
import static io.slipstream.trainer.audit.Accounts.entry;
import static io.slipstream.trainer.audit.Accounts.evidence;
import static io.slipstream.trainer.audit.Accounts.line;
import static io.slipstream.trainer.audit.Accounts.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.TrainingCheckpoint;
import org.junit.jupiter.api.Test;

class PositionCheckTest {

    private static Check check(TrainingCheckpoint... announcements) {
        return PositionCheck.of(evidence(announcements));
    }

    @Test
    void aLineThatGrowsThroughRestartsHolds() {
        Check check = check(
                claim(1),
                checkpoint(1, "a", null, entry(10).setTrained(7).setPending(3)),
                claim(2),
                checkpoint(2, "b", "a", entry(12)),
                claim(3),
                claim(4),
                checkpoint(4, "c", "b", entry(12), entry(5).setPartition(1)));
        assertThat(check.findings()).isEmpty();
    }

    @Test
    void aPositionThatGoesBackWithinAnEpochIsFoundAndSoIsWhatWasUncounted() {
        Check check = check(line(entry(10), entry(9)));
        assertThat(check.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(check))
                .containsExactlyInAnyOrder(
                        "checkpoint c1, images-0: expected next offset 10, that of checkpoint c0, or higher, found 9",
                        "checkpoint c1, images-0: expected covered of 10, that of checkpoint c0, or more, found 9",
                        "checkpoint c1, images-0: expected trained of 10, that of checkpoint c0, or more, found 9");
    }

    @Test
    void aCheckpointBehindTheOneItNamesAsItsParentIsFoundInALaterEpochToo() {
        Check check = check(checkpoint(1, "a", null, entry(10)), checkpoint(2, "b", "a", entry(9)));
        assertThat(check.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(check)).hasSize(3);
    }

    @Test
    void anotherParentIsNoExcuseWithinAnEpoch() {
        Check check = check(
                checkpoint(1, "a", null, entry(5)),
                checkpoint(1, "b", "a", entry(10)),
                checkpoint(1, "c", "a", entry(7)));
        assertThat(check.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(check)).allMatch(text -> text.contains("that of checkpoint b"));
    }

    @Test
    void aLaterEpochMayBeginAtAnEarlierCheckpointAndThatIsSaid() {
        Check check = check(
                checkpoint(1, "a", null, entry(10)),
                checkpoint(1, "b", "a", entry(30)),
                claim(2),
                checkpoint(2, "c", "a", entry(20)));
        assertThat(check.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(texts(check))
                .containsExactly("checkpoint c: epoch 2 went on from checkpoint a, so that images-0@10 to @30 was"
                        + " accounted for anew");
    }

    @Test
    void aLineageThatBeganAnewReadsAllOfItAgain() {
        Check check = check(checkpoint(1, "a", null, entry(10)), checkpoint(2, "b", null, entry(4)));
        assertThat(check.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(texts(check))
                .containsExactly(
                        "checkpoint b: epoch 2 went on from the start, so that images-0@0 to @10 was accounted for anew");
    }

    @Test
    void whereALaterEpochBeganIsBeyondProofWhenThatAnnouncementIsGone() {
        Check check = check(checkpoint(1, "a", null, entry(10)), checkpoint(2, "c", "collected", entry(8)));
        assertThat(check.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(check)).singleElement().asString().contains("checkpoint collected", "images-0@0 to @10");
    }

    @Test
    void whatTheFirstTrainerHadCollectedLeavesNothingInDoubt() {
        assertThat(check(checkpoint(1, "b", "collected", entry(10))).findings()).isEmpty();
        assertThat(check(checkpoint(3, "b", "collected", entry(10))).verdict()).isEqualTo(Verdict.BEYOND_PROOF);
    }

    @Test
    void moreTrainedThanWereWaitingOrReadIsFound() {
        Check check = check(line(
                entry(10).setTrained(6).setPending(2).setDuplicates(2),
                entry(11).setTrained(10).setDuplicates(1)));
        assertThat(texts(check))
                .containsExactlyInAnyOrder(
                        "checkpoint c1, images-0: expected duplicates of 2, that of checkpoint c0, or more, found 1",
                        "checkpoint c1, images-0: expected at most 9 trained, those of checkpoint c0, its pending ones"
                                + " and the records read since, found 10");
    }

    @Test
    void aPartitionThatVanishesOrBeginsElsewhereIsFound() {
        Check check = check(
                checkpoint(1, "a", null, entry(10), entry(4).setPartition(1)),
                checkpoint(1, "b", "a", entry(12).setStartOffset(1)));
        assertThat(texts(check))
                .containsExactlyInAnyOrder(
                        "checkpoint b, images-0: expected start offset 0, as in checkpoint a, found 1",
                        "checkpoint b, images-1: expected an entry, as in checkpoint a, found none");
    }

    @Test
    void aPartitionThatWasMadeAnewMaySetThePositionBack() {
        Check check =
                check(line(entry(10), entry(3).setCovered(13).setTrained(13).setLost(-10)));
        assertThat(check.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(texts(check)).singleElement().asString().contains("10 of its offsets came again");
    }

    @Test
    void aCheckpointAfterAHigherClaimIsVoidAndTakesNoPart() {
        Check check = check(
                checkpoint(1, "a", null, entry(10)),
                claim(2),
                checkpoint(1, "zombie", "a", entry(90)),
                checkpoint(2, "b", "a", entry(20)));
        assertThat(check.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(texts(check))
                .containsExactly("checkpoint zombie of epoch 1 came after the claim of a higher one and is void");
    }

    @Test
    void aCheckpointAnnouncedTwiceIsFound() {
        Check check = check(checkpoint(1, "a", null, entry(10)), checkpoint(1, "a", null, entry(10)));
        assertThat(texts(check)).containsExactly("checkpoint a: expected one announcement, found another");
    }
}
