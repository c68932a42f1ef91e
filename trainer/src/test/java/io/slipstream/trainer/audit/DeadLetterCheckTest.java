package io.slipstream.trainer.audit;

import static io.slipstream.trainer.audit.Accounts.checkpoint;
import static io.slipstream.trainer.audit.Accounts.entry;
import static io.slipstream.trainer.audit.Accounts.evidence;
import static io.slipstream.trainer.audit.Accounts.followedBy;
import static io.slipstream.trainer.audit.Accounts.letters;
import static io.slipstream.trainer.audit.Accounts.line;
import static io.slipstream.trainer.audit.Accounts.ofModel;
import static io.slipstream.trainer.audit.Accounts.texts;
import static io.slipstream.trainer.audit.Accounts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.TrainingCheckpoint;
import org.junit.jupiter.api.Test;

class DeadLetterCheckTest {

    private final Evidence twoRefused = evidence(line(entry(10, 1), entry(20, 2)));

    private static Check check(Evidence evidence, long... letters) {
        return DeadLetterCheck.of(with(evidence, letters(letters)));
    }

    @Test
    void oneLetterForEachRefusedRecordIsRight() {
        assertThat(check(twoRefused, 4, 15).findings()).isEmpty();
    }

    @Test
    void aSecondLetterForARecordThatWasReadOnceIsFound() {
        Check check = check(twoRefused, 4, 15, 4);
        assertThat(check.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(check))
                .containsExactly("images-0@4: expected at most 1 dead letters, for as many readings, found 2");
    }

    @Test
    void aRefusedRecordWithoutALetterIsFoundEvenIfAnotherHasTwo() {
        assertThat(texts(check(twoRefused, 4, 4)))
                .containsExactlyInAnyOrder(
                        "images-0@4: expected at most 1 dead letters, for as many readings, found 2",
                        "images-0: expected dead letters of 2 records, found those of 1");
    }

    @Test
    void aLetterOfARecordThatWasNotRefusedIsFound() {
        Check check = check(twoRefused, 4, 15, 16);
        assertThat(check.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(check)).containsExactly("images-0: expected dead letters of 2 records, found those of 3");
    }

    @Test
    void lettersOfRecordsAfterTheLastCheckpointAreNoneOfItsAccount() {
        assertThat(check(twoRefused, 4, 15, 20, 27).findings()).isEmpty();
    }

    @Test
    void missingLettersAreBeyondProofOnceLettersHaveBeenDeleted() {
        Check check = DeadLetterCheck.of(
                with(twoRefused, new Letters(false, letters(15).places())));
        assertThat(check.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(check)).singleElement().asString().contains("of 1 of 2 records");
    }

    @Test
    void aRecordMayHaveOneLetterMoreForEachReturnBeforeIt() {
        Evidence returned = evidence(
                checkpoint(1, "a", null, entry(10, 1)),
                checkpoint(1, "b", "a", entry(20, 2)),
                checkpoint(2, "c", "a", entry(30, 2)));
        assertThat(check(returned, 4, 15, 15).findings()).isEmpty();
        assertThat(check(returned, 4, 4, 15).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(check(returned, 4, 15, 15, 15).verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void whatAnAbandonedBranchRefusedAndTheNextPassedOverIsBeyondProof() {
        Evidence skipped = evidence(
                checkpoint(1, "a", null, entry(10)),
                checkpoint(1, "b", "a", entry(20, 1)),
                checkpoint(2, "c", "a", entry(30).setTrained(20).setDropped(10)));
        assertThat(check(skipped, 15).verdict()).isEqualTo(Verdict.BEYOND_PROOF);
    }

    @Test
    void aSecondLetterIsBeyondProofWhereAReturnMayBeForgotten() {
        Evidence compacted = evidence(checkpoint(3, "c", "collected", entry(20, 1)));
        assertThat(check(compacted, 15, 15).verdict()).isEqualTo(Verdict.BEYOND_PROOF);
    }

    @Test
    void anotherModelThatReadsTheSameTopicHasLettersOfItsOwn() {
        TrainingCheckpoint other = ofModel("other", checkpoint(1, "o", null, entry(10, 1)));
        Evidence both = evidence(checkpoint(1, "a", null, entry(20, 2)), other);
        assertThat(check(both, 4, 4, 15).findings()).isEmpty();
        assertThat(check(both, 4, 15, 15).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(check(both, 4, 15, 3).verdict()).isEqualTo(Verdict.BEYOND_PROOF);
    }

    @Test
    void whatAnotherModelReadDuringTheAuditExplainsItsLetters() {
        TrainingCheckpoint other = ofModel("other", checkpoint(1, "o", null, entry(10, 1)));
        assertThat(check(twoRefused, 4, 4, 15).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(check(followedBy(twoRefused, other), 4, 4, 15).findings()).isEmpty();
    }

    @Test
    void offsetsThatCameAgainAreBeyondProof() {
        Evidence anew = evidence(line(
                entry(20, 1),
                entry(10).setCovered(30).setTrained(28).setDeadLettered(2).setLost(-20)));
        Check check = check(anew, 4, 4);
        assertThat(check.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(check)).singleElement().asString().contains("old offsets from new ones");
    }
}
