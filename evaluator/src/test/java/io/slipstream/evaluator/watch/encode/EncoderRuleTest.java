package io.slipstream.evaluator.watch.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.follow.Announcements;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.Release;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncoderRuleTest {

    private final EncoderRule rule =
            new EncoderRule(Optional.of("m"), Optional.empty(), CurrentEncoder.NEWEST, RenewAnchor.COMMAND);

    @Test
    void theNewestEncoderIsThatOfTrainingWhateverReleasesWereMadeOfIt() {
        ModelSnapshot release = Announcements.snapshot("m", 250)
                .setSnapshotId("m-200-release")
                .setRelease(new Release(50L, 0.1, 0.01, 0.1, 10, 10, 10))
                .build();
        List<ModelSnapshot> snapshots = List.of(
                Announcements.snapshot("m", 0).build(),
                Announcements.snapshot("m", 200).build(),
                release);

        EncoderChoice choice =
                rule.choose(snapshots, List.of(), Optional.empty(), id -> true).orElseThrow();

        assertThat(choice.fixed().getSnapshotId()).isEqualTo("m-0");
        assertThat(choice.current().map(ModelSnapshot::getSnapshotId)).contains("m-200");
    }
}
