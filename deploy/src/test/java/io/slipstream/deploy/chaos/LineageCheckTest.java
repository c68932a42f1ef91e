package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageCheckTest {
    private static final String MODEL = "killed";

    private final Evidence sound = Lineages.sound(MODEL, 3);
    private final List<TrainingCheckpoint> announcements = new ArrayList<>(sound.announcements());

    @Test
    void trainersThatTakeOverFromOneAnotherAreALineage() {
        assertThat(LineageCheck.problems(sound)).isEmpty();
        assertThat(sound.claims()).isEqualTo(3);
    }

    @Test
    void aTrainerThatDiedRightAfterItsClaimIsPartOfTheLineage() {
        announcements.add(Lineages.claim(MODEL, 4));
        announcements.add(Lineages.claim(MODEL, 5));
        announcements.add(Lineages.checkpoint(MODEL, 5, 60, 60L));
        announcements.get(announcements.size() - 1).setCheckpointId("another");

        assertThat(problems()).isEmpty();
    }

    @Test
    void anEpochClaimedTwiceIsAProblem() {
        announcements.add(Lineages.claim(MODEL, 3));
        assertThat(problems()).containsExactly("claim: expected an epoch above 3, found 3");
    }

    @Test
    void aCheckpointOfATrainerThatWasReplacedIsAProblem() {
        announcements.add(Lineages.checkpoint(MODEL, 2, 70, 60L));
        assertThat(problems())
                .containsExactly("checkpoint killed-checkpoint-70: expected epoch 3, the last one claimed, found 2");
    }

    @Test
    void aCheckpointAnnouncedTwiceIsAProblem() {
        announcements.add(Lineages.checkpoint(MODEL, 3, 60, 60L));
        assertThat(problems())
                .containsExactly("checkpoint killed-checkpoint-60: expected one announcement, found another");
    }

    @Test
    void aCheckpointThatWentOnFromAnEarlierOneIsAProblem() {
        announcements.add(Lineages.checkpoint(MODEL, 3, 55, 50L));
        assertThat(problems())
                .containsExactly(
                        "checkpoint killed-checkpoint-55: expected the parent killed-checkpoint-60, the checkpoint before"
                                + " it, found killed-checkpoint-50",
                        "checkpoint killed-checkpoint-55: expected step 60, that of its parent, or later, found 55");
    }

    private List<String> problems() {
        return LineageCheck.problems(Lineages.with(sound, announcements));
    }
}
