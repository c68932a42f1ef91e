package io.slipstream.trainer.lineage;

import static io.slipstream.trainer.lineage.Lineages.checkpoint;
import static io.slipstream.trainer.lineage.Lineages.claim;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.TrainingCheckpoint;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private final Announcements announcements = new Announcements("m");

    private void addCheckpoint(String model, long epoch, long step) {
        TrainingCheckpoint added = checkpoint(model, epoch, step).build();
        announcements.add(Lineages.checkpointId(model, step), added);
    }

    @Test
    void withoutRecordsThereIsNoEpoch() {
        assertThat(announcements.epoch()).isZero();
        assertThat(announcements.checkpoints()).isEmpty();
    }

    @Test
    void checkpointsOfEarlierEpochsCount() {
        announcements.add("m", claim("m", 1));
        addCheckpoint("m", 1, 10);
        announcements.add("m", claim("m", 2));
        addCheckpoint("m", 2, 20);
        assertThat(announcements.epoch()).isEqualTo(2);
        assertThat(announcements.checkpoints())
                .extracting(TrainingCheckpoint::getStep)
                .containsExactly(10L, 20L);
    }

    @Test
    void afterAClaimRecordsOfLowerEpochsAreVoid() {
        announcements.add("m", claim("m", 2));
        addCheckpoint("m", 1, 10);
        assertThat(announcements.epoch()).isEqualTo(2);
        assertThat(announcements.checkpoints()).isEmpty();
    }

    @Test
    void otherModelsAreNobodysBusiness() {
        announcements.add("n", claim("n", 9));
        addCheckpoint("n", 9, 10);
        assertThat(announcements.epoch()).isZero();
        assertThat(announcements.checkpoints()).isEmpty();
    }

    @Test
    void aTombstoneTakesACheckpointAwayAndLeavesTheEpoch() {
        addCheckpoint("m", 3, 10);
        announcements.add(Lineages.checkpointId("m", 10), null);
        assertThat(announcements.epoch()).isEqualTo(3);
        assertThat(announcements.checkpoints()).isEmpty();
    }
}
