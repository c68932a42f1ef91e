package io.slipstream.evaluator.follow;

import static io.slipstream.evaluator.follow.Announcements.at;
import static io.slipstream.evaluator.follow.Announcements.releaseAt;
import static io.slipstream.evaluator.follow.Announcements.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.follow.Assessments.Progress;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ModelSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final Optional<String> ALL = Optional.empty();

    @Test
    void theBaselineComesFirstAndThenTheNewest() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(at(0, "m", 0));
        backlog.offer(at(1, "m", 100));
        backlog.offer(at(2, "m", 200));
        backlog.offer(at(3, "m", 300));

        assertThat(drain(backlog)).containsExactly("m-0", "m-300");
        assertThat(backlog.skipped()).isEqualTo(2);
    }

    @Test
    void theNewestOfEveryLineageIsScored() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(at(0, "b", 100));
        backlog.offer(at(1, "a", 100));
        backlog.offer(at(2, "b", 200));

        assertThat(drain(backlog)).containsExactly("a-100", "b-200");
    }

    @Test
    void otherModelsAreIgnoredWhenOneIsNamed() {
        Backlog backlog = new Backlog(Optional.of("a"), 0, scored());
        backlog.offer(at(0, "b", 0));
        backlog.offer(at(1, "a", 0));

        assertThat(drain(backlog)).containsExactly("a-0");
    }

    @Test
    void afterARestartNothingBeforeTheLastScoredSnapshotIsScored() {
        Backlog backlog = new Backlog(ALL, 0, scored("m-0", "m-300"));
        backlog.offer(at(0, "m", 0));
        backlog.offer(at(1, "m", 100));
        backlog.offer(at(2, "m", 200));
        backlog.offer(at(3, "m", 300));

        assertThat(drain(backlog)).isEmpty();
    }

    @Test
    void aLineageWithScoresGoesOnBehindThemWhateverTheStart() {
        Backlog backlog = new Backlog(ALL, 10, scored("m-100"));
        backlog.offer(at(0, "m", 0));
        backlog.offer(at(1, "m", 100));
        backlog.offer(at(2, "m", 200));
        backlog.offer(at(3, "other", 200));

        assertThat(drain(backlog)).containsExactly("m-200");
    }

    @Test
    void aLineageWithoutScoresBeginsAtTheStart() {
        Backlog backlog = new Backlog(ALL, 1, scored());
        backlog.offer(at(0, "m", 0));
        backlog.offer(at(1, "m", 100));

        assertThat(drain(backlog)).containsExactly("m-100");
    }

    @Test
    void aSnapshotAnnouncedAgainIsNotScoredAgainAndHidesNoNewerOne() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(at(0, "m", 100));
        assertThat(drain(backlog)).containsExactly("m-100");
        backlog.done("m-100");

        backlog.offer(at(1, "m", 200));
        backlog.offer(at(2, "m", 100));

        assertThat(drain(backlog)).containsExactly("m-200");
    }

    @Test
    void aSnapshotOfAReplacedTrainerIsIgnored() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(new Received<>(0, snapshot("m", 200).setLineageEpoch(2).build()));
        backlog.offer(new Received<>(1, snapshot("m", 300).setLineageEpoch(1).build()));

        assertThat(drain(backlog)).containsExactly("m-200");
        assertThat(backlog.skipped()).isZero();
    }

    @Test
    void whatSomeAssessmentStillWantsIsNextAgainWhateverTheStart() {
        Backlog backlog = new Backlog(ALL, 10, snapshot -> Progress.SOME);
        backlog.offer(at(0, "m", 0));
        backlog.offer(at(1, "m", 100));
        backlog.offer(at(2, "m", 200));

        assertThat(drain(backlog)).containsExactly("m-0", "m-200");
    }

    @Test
    void aRequiredSnapshotIsScoredThoughItWasSkippedAndBeforeTheNewest() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(at(0, "m", 100));
        backlog.offer(at(1, "m", 200));
        backlog.offer(at(2, "m", 300));

        backlog.require(at(0, "m", 100).value());
        backlog.require(at(0, "m", 100).value());

        assertThat(drain(backlog)).containsExactly("m-100", "m-300");
        assertThat(backlog.skipped()).isEqualTo(1);
    }

    @Test
    void aRequiredSnapshotThatWaitsAnywayIsScoredOnce() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(at(0, "m", 0));
        backlog.offer(at(1, "m", 100));

        backlog.require(at(0, "m", 0).value());
        backlog.require(at(1, "m", 100).value());

        assertThat(drain(backlog)).containsExactly("m-0", "m-100");
    }

    @Test
    void whatIsRequiredStaysWhenANewerSnapshotComes() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(at(0, "m", 100));
        backlog.require(at(0, "m", 100).value());
        backlog.offer(at(1, "m", 200));
        backlog.require(at(0, "m", 100).value());

        assertThat(drain(backlog)).containsExactly("m-100", "m-200");
        assertThat(backlog.skipped()).isZero();
    }

    @Test
    void aRequirementCountsBeforeTheStartAndBehindTheLastScoredSnapshotToo() {
        Backlog backlog = new Backlog(ALL, 10, scored("m-300"));
        backlog.offer(at(0, "m", 100));
        backlog.offer(at(11, "m", 300));

        backlog.require(at(0, "m", 100).value());

        assertThat(drain(backlog)).containsExactly("m-100");
    }

    @Test
    void whatHasAScoreWasRefusedOrIsOfAnotherModelIsNotRequired() {
        Backlog backlog = new Backlog(Optional.of("m"), 0, scored("m-100"));
        backlog.done("m-200");

        backlog.require(at(0, "m", 100).value());
        backlog.require(at(1, "m", 200).value());
        backlog.require(at(2, "other", 300).value());

        assertThat(drain(backlog)).isEmpty();
    }

    @Test
    void aReleaseIsNeitherSkippedForANewerSnapshotNorMakesOneSkipped() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(at(0, "m", 100));
        backlog.offer(releaseAt(1, "m", 100));
        backlog.offer(at(2, "m", 120));
        backlog.offer(releaseAt(3, "m", 100));

        assertThat(drain(backlog)).containsExactly("m-100-release", "m-120");
        assertThat(backlog.skipped()).isEqualTo(1);
    }

    @Test
    void aReleaseThatHasScoresHidesNoSnapshotOfTraining() {
        Backlog backlog = new Backlog(ALL, 0, scored("m-0", "m-100-release"));
        backlog.offer(at(0, "m", 0));
        backlog.offer(at(1, "m", 100));
        backlog.offer(at(2, "m", 120));
        backlog.offer(releaseAt(3, "m", 100));

        assertThat(drain(backlog)).containsExactly("m-120");
    }

    @Test
    void aReleaseMayBeMadeOfACheckpointOfAnEarlierTrainer() {
        Backlog backlog = new Backlog(ALL, 0, scored());
        backlog.offer(new Received<>(0, snapshot("m", 200).setLineageEpoch(2).build()));
        backlog.offer(releaseAt(1, "m", 100));
        backlog.offer(new Received<>(2, snapshot("m", 300).setLineageEpoch(1).build()));

        assertThat(drain(backlog)).containsExactly("m-100-release", "m-200");
    }

    private static Function<ModelSnapshot, Progress> scored(String... ids) {
        Set<String> all = Set.of(ids);
        return snapshot -> all.contains(snapshot.getSnapshotId()) ? Progress.ALL : Progress.NONE;
    }

    private static List<String> drain(Backlog backlog) {
        List<String> ids = new ArrayList<>();
        for (Optional<ModelSnapshot> next = backlog.next(); next.isPresent(); next = backlog.next()) {
            ids.add(next.get().getSnapshotId());
        }
        assertThat(backlog.isEmpty()).isTrue();
        return ids;
    }
}
