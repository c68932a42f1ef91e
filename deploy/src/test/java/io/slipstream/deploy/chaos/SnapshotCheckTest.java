package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.ModelSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotCheckTest {
    private static final String MODEL = "killed";

    private final Evidence undisturbed = Lineages.sound("undisturbed", 1);
    private final Evidence killed = Lineages.sound(MODEL, 3);
    private final List<ModelSnapshot> snapshots = new ArrayList<>(killed.snapshots());

    @Test
    void theSameStepsInALineAreAsTheyShouldBe() {
        assertThat(SnapshotCheck.announcements(killed, undisturbed)).isEmpty();
        assertThat(SnapshotCheck.pairs(killed)).isEmpty();
        assertThat(SnapshotCheck.artifacts(killed, undisturbed)).isEmpty();
    }

    @Test
    void aStepAnnouncedTwiceIsAProblem() {
        snapshots.add(Lineages.snapshot(MODEL, 3, 60, 60L));
        assertThat(announcements()).containsExactly("step 60: expected one snapshot, found 2");
    }

    @Test
    void aStepThatIsMissingIsAProblemAndSoIsTheBreakItLeaves() {
        snapshots.remove(1);
        assertThat(announcements())
                .containsExactly(
                        "step 25: expected a snapshot, found none",
                        "snapshot killed-snapshot-50: expected the parent killed-snapshot-0, the snapshot before it, found"
                                + " killed-snapshot-25");
    }

    @Test
    void aStepThatTheUndisturbedRunDoesNotHaveIsAProblem() {
        snapshots.add(Lineages.snapshot(MODEL, 3, 61, 60L));
        assertThat(announcements())
                .containsExactly("step 61: expected no snapshot, as in an undisturbed run, found one");
    }

    @Test
    void aSnapshotOfATrainerThatWasReplacedIsAProblem() {
        snapshots.set(3, Lineages.snapshot(MODEL, 1, 60, 50L));
        assertThat(announcements())
                .containsExactly("snapshot killed-snapshot-60: expected epoch 3 or a later one, found 1");
    }

    @Test
    void aSnapshotAndACheckpointWithoutOneAnotherAreProblems() {
        snapshots.set(
                3,
                ModelSnapshot.newBuilder(snapshots.get(3))
                        .setSnapshotId("stray")
                        .build());
        assertThat(SnapshotCheck.pairs(Lineages.withSnapshots(killed, snapshots)))
                .containsExactly(
                        "snapshot stray: expected the checkpoint that names it, null, found killed-checkpoint-60",
                        "checkpoint killed-checkpoint-60: expected its snapshot killed-snapshot-60 to be announced, found"
                                + " no record");
    }

    @Test
    void damageAndAnotherEncoderAreProblems() {
        Map<String, String> encoders = new HashMap<>(killed.encoders());
        encoders.put(Lineages.snapshotId(MODEL, 25), "another one");
        Evidence spoilt = new Evidence(
                MODEL,
                killed.announcements(),
                snapshots,
                encoders,
                List.of("snapshot 3 is damaged"),
                killed.deadLetters());

        assertThat(SnapshotCheck.artifacts(spoilt, undisturbed))
                .containsExactly(
                        "snapshot 3 is damaged", "step 25: expected the encoder encoder at step 25, found another one");
    }

    private List<String> announcements() {
        return SnapshotCheck.announcements(Lineages.withSnapshots(killed, snapshots), undisturbed);
    }
}
