package io.slipstream.trainer.audit;

import static io.slipstream.trainer.audit.Accounts.checkpoint;
import static io.slipstream.trainer.audit.Accounts.entry;
import static io.slipstream.trainer.audit.Accounts.evidence;
import static io.slipstream.trainer.audit.Accounts.followedBy;
import static io.slipstream.trainer.audit.Accounts.snapshot;
import static io.slipstream.trainer.audit.Accounts.texts;
import static io.slipstream.trainer.audit.Accounts.with;
import static io.slipstream.trainer.audit.Accounts.withSnapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.Release;
import io.slipstream.schemas.record.TrainingCheckpoint;
import org.junit.jupiter.api.Test;

class SnapshotCheckTest {

    private final TrainingCheckpoint checkpoint = withSnapshot("s", checkpoint(1, "c", null, entry(10)));
    private final Evidence announced = evidence(checkpoint);

    @Test
    void aSnapshotWithTheLedgerOfItsCheckpointHolds() {
        Check check = SnapshotCheck.of(with(announced, snapshot("s", "c", entry(10))));
        assertThat(check.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(check.findings()).isEmpty();
    }

    @Test
    void anotherLedgerIsFoundWithTheEntry() {
        Check check = SnapshotCheck.of(with(announced, snapshot("s", "c", entry(11))));
        assertThat(check.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(check))
                .singleElement()
                .asString()
                .startsWith("snapshot s, images-0: expected the entry of checkpoint c, ")
                .contains("\"nextOffset\": 10", "\"nextOffset\": 11");
    }

    @Test
    void aPartitionTooManyOrTooFewIsFound() {
        Check tooMany = SnapshotCheck.of(with(announced, snapshot("s", "c", entry(10), entry(5).setPartition(1))));
        assertThat(texts(tooMany))
                .singleElement()
                .asString()
                .startsWith("snapshot s, images-1: expected the entry of checkpoint c, none, found {");
        Check tooFew = SnapshotCheck.of(with(announced, snapshot("s", "c")));
        assertThat(texts(tooFew)).singleElement().asString().endsWith("found none");
    }

    @Test
    void aCheckpointWhoseSnapshotIsNotThereWasNotCommittedWithIt() {
        assertThat(texts(SnapshotCheck.of(announced)))
                .containsExactly("checkpoint c: expected snapshot s, committed with it, found none");
    }

    @Test
    void aCheckpointThatNamesAnotherSnapshotIsFound() {
        Check check =
                SnapshotCheck.of(with(announced, snapshot("s", "c", entry(10)), snapshot("other", "c", entry(10))));
        assertThat(texts(check)).containsExactly("checkpoint c: expected snapshot other, which names it, found s");
    }

    @Test
    void aSnapshotWhoseCheckpointIsGoneIsBeyondProof() {
        Check check = SnapshotCheck.of(
                with(announced, snapshot("old", "collected", entry(5)), snapshot("s", "c", entry(10))));
        assertThat(check.verdict()).isEqualTo(Verdict.BEYOND_PROOF);
        assertThat(texts(check)).containsExactly("snapshot old: the announcement of its checkpoint collected is gone");
    }

    @Test
    void aSnapshotThatWasPublishedDuringTheAuditIsNoneOfIt() {
        Evidence meanwhile = followedBy(announced, withSnapshot("s2", checkpoint(1, "c2", "c", entry(20))));
        Check check = SnapshotCheck.of(with(meanwhile, snapshot("s", "c", entry(10)), snapshot("s2", "c2", entry(99))));
        assertThat(check.findings()).isEmpty();
    }

    @Test
    void aReleaseHasTheLedgerOfTheCheckpointItWasMadeOfWhichNamesAnotherSnapshot() {
        Evidence beside = with(announced, snapshot("s", "c", entry(10)), release(entry(10)));
        assertThat(SnapshotCheck.of(beside).findings()).isEmpty();
        Check check = SnapshotCheck.of(with(announced, snapshot("s", "c", entry(10)), release(entry(11))));
        assertThat(texts(check))
                .singleElement()
                .asString()
                .startsWith("snapshot s-release, images-0: expected the entry");
    }

    private static ModelSnapshot release(LedgerEntry.Builder entry) {
        return ModelSnapshot.newBuilder(snapshot("s-release", "c", entry))
                .setRelease(new Release(50L, 0.1, 0.01, 0.1, 10, 10, 10))
                .build();
    }

    @Test
    void aSnapshotFromBeforeThereWereCheckpointsIsPassedOver() {
        Check check =
                SnapshotCheck.of(with(announced, snapshot("ancient", null, entry(3)), snapshot("s", "c", entry(10))));
        assertThat(check.findings()).isEmpty();
    }
}
