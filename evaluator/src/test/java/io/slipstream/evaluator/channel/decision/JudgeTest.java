package io.slipstream.evaluator.channel.decision;

import static io.slipstream.evaluator.channel.Samples.healthy;
import static io.slipstream.evaluator.channel.Samples.report;
import static io.slipstream.evaluator.channel.Samples.request;
import static io.slipstream.evaluator.channel.Samples.score;
import static io.slipstream.evaluator.channel.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.Release;
import io.slipstream.schemas.record.RequestedAction;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final String QUICK = "shadow: {min-age: 0s}";

    private Desk desk = new Desk(QUICK);

    @AfterEach
    void everyDecisionFollowsFromTheRecords() {
        assertThat(desk.verify())
                .returns(null, Verification.Result::broken)
                .returns((long) desk.decisions.size(), Verification.Result::proven);
    }

    private static List<String> brief(List<ChannelPointer> decisions) {
        return decisions.stream()
                .map(decision ->
                        decision.getAction() + " " + decision.getSubjectSnapshotId() + " on " + decision.getChannel())
                .toList();
    }

    private void stable(long step, long seconds) {
        desk.publish(snapshot(step, seconds));
        desk.publish(healthy(step, seconds));
        desk.decide();
        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-" + step);
    }

    @Test
    void anAnnouncedSnapshotBecomesACandidateAndWaitsForItsReport() {
        desk.publish(snapshot(10, 0));

        assertThat(brief(desk.decide())).containsExactly("PROMOTE m-10 on candidate");
        assertThat(desk.decide()).isEmpty();
    }

    @Test
    void aGoodSnapshotGoesThroughAllChannels() {
        desk.publish(snapshot(10, 0));
        desk.publish(healthy(10, 5));

        assertThat(brief(desk.decide()))
                .containsExactly("PROMOTE m-10 on candidate", "PROMOTE m-10 on shadow", "PROMOTE m-10 on stable");
    }

    @Test
    void aReleaseGoesThroughAllChannelsThoughItsCheckpointIsOfAnEarlierTrainer() {
        stable(10, 0);
        desk.publish(
                ModelSnapshot.newBuilder(snapshot(20, 10)).setLineageEpoch(2).build());
        desk.publish(healthy(20, 15));
        desk.decide();
        desk.publish(ModelSnapshot.newBuilder(snapshot(15, 5))
                .setRelease(new Release(5L, 0.1, 0.01, 0.1, 10, 10, 10))
                .build());
        desk.publish(healthy(15, 20));

        assertThat(brief(desk.decide()))
                .containsExactly("PROMOTE m-15 on candidate", "PROMOTE m-15 on shadow", "PROMOTE m-15 on stable");
    }

    @Test
    void timeInShadowIsEventTime() {
        desk = new Desk("shadow: {min-age: 60s}");
        desk.publish(snapshot(10, 0));
        desk.publish(healthy(10, 5));
        desk.decide();
        desk.publish(snapshot(20, 64));
        desk.decide();
        assertThat(desk.serving(Name.STABLE)).isEmpty();

        desk.publish(healthy(20, 65));

        assertThat(brief(desk.decide())).contains("PROMOTE m-10 on stable");
    }

    @Test
    void theClockMovesTimeOnWhenTheStreamIsQuiet() {
        desk = new Desk("shadow: {min-age: 60s}");
        desk.publish(snapshot(10, 0));
        desk.publish(healthy(10, 5));
        desk.decide();

        assertThat(desk.decideAt(64)).isEmpty();
        assertThat(brief(desk.decideAt(65))).containsExactly("PROMOTE m-10 on stable");
    }

    @Test
    void checksInShadowAreReportsThatCameSince() {
        desk = new Desk("shadow: {min-age: 0s, min-checks: 2}");
        desk.publish(snapshot(10, 0));
        desk.publish(healthy(10, 5));
        desk.decide();
        desk.publish(healthy(11, 6));
        desk.decide();
        assertThat(desk.serving(Name.STABLE)).isEmpty();

        desk.publish(healthy(12, 7));
        desk.decide();

        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-10");
    }

    @Test
    void aSnapshotThatFailsAGateIsHeldWithEveryGateInTheReasons() {
        desk.publish(snapshot(10, 0));
        desk.publish(report(10, 5, SnapshotVerdict.DEGRADING));

        ChannelPointer hold = desk.decide().get(1);

        assertThat(hold.getAction()).isEqualTo(ChannelAction.HOLD);
        assertThat(hold.getChannel()).isEqualTo("shadow");
        assertThat(hold.getSnapshotId()).isEmpty();
        assertThat(hold.getReasons())
                .containsExactly(
                        "verdict failed: found degrading, required healthy",
                        "collapse level passed: found 0.1000, required at most 0.9000",
                        "images passed: found 1000 seen, required at least 1");
        assertThat(hold.getEvidence())
                .containsEntry("snapshot", "model-snapshots-0@1")
                .containsEntry("report", "snapshot-reports-0@1")
                .containsEntry("until/snapshot-reports", "snapshot-reports-0@2");
    }

    @Test
    void aCandidateWhoseReportDoesNotComeIsHeldAfterTheWait() {
        desk = new Desk("evidence-within: 30s");
        desk.publish(snapshot(10, 0));
        desk.decide();
        desk.publish(snapshot(20, 29));
        assertThat(desk.decide()).isEmpty();
        desk.publish(snapshot(30, 30));

        List<ChannelPointer> decisions = desk.decide();

        assertThat(brief(decisions)).containsExactly("HOLD m-10 on shadow", "PROMOTE m-30 on candidate");
        assertThat(decisions.get(0).getReasons().get(0)).isEqualTo("evidence is missing after 30 s");
    }

    @Test
    void aCandidateInProgressIsSupersededByANewerEvaluatedOneAndNotByAnotherThatWaits() {
        desk.publish(snapshot(10, 0));
        desk.decide();
        desk.publish(snapshot(20, 1));
        assertThat(desk.decide()).isEmpty();
        desk.publish(healthy(20, 2));

        List<ChannelPointer> decisions = desk.decide();

        assertThat(brief(decisions)).startsWith("HOLD m-10 on shadow", "PROMOTE m-20 on candidate");
        assertThat(decisions.get(0).getReasons()).containsExactly("superseded by m-20");
    }

    @Test
    void aCandidateWaitsForTheShadowToBeSettled() {
        desk = new Desk("shadow: {min-age: 60s}");
        desk.publish(snapshot(10, 0));
        desk.publish(healthy(10, 1));
        desk.publish(snapshot(20, 2));
        desk.decide();
        desk.publish(healthy(20, 3));
        desk.publish(healthy(10, 3));
        desk.decide();
        assertThat(desk.serving(Name.CANDIDATE)).isEqualTo("m-20");
        String shadow = desk.serving(Name.SHADOW);

        assertThat(brief(desk.decideAt(70))).startsWith("PROMOTE " + shadow + " on stable");
    }

    @Test
    void aStableSnapshotWhoseLaterReportIsBadIsTakenBack() {
        stable(10, 0);
        stable(20, 10);
        desk.publish(report(20, 20, SnapshotVerdict.COLLAPSED));

        List<ChannelPointer> decisions = desk.decide();

        assertThat(brief(decisions)).containsExactly("ROLLBACK m-20 on stable");
        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-10");
        assertThat(decisions.get(0).getReasons())
                .startsWith(
                        "later evidence speaks against it; going back to m-10",
                        "verdict failed: found collapsed, required healthy");
    }

    @Test
    void whereThereIsNothingToGoBackToTheStableSnapshotIsHeldOnce() {
        stable(10, 0);
        desk.publish(report(10, 20, SnapshotVerdict.COLLAPSED));

        assertThat(brief(desk.decide())).containsExactly("HOLD m-10 on stable");
        assertThat(desk.decide()).isEmpty();
        desk.restart();
        assertThat(desk.decide()).isEmpty();
    }

    @Test
    void aRollbackPassesOverAnEarlierSnapshotThatIsBadItself() {
        stable(10, 0);
        stable(20, 10);
        stable(30, 20);
        desk.publish(report(20, 25, SnapshotVerdict.DEGRADING));
        desk.publish(report(30, 30, SnapshotVerdict.COLLAPSED));
        desk.decide();

        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-10");
        assertThat(desk.state().channel(Name.STABLE).fallbacks()).isEmpty();
    }

    @Test
    void whatWasKnownWhenAPersonPromotedIsNoReasonToTakeItBack() {
        stable(10, 0);
        desk.publish(snapshot(20, 10));
        desk.publish(report(20, 11, SnapshotVerdict.DEGRADING));
        desk.decide();
        desk.publish(request(RequestedAction.PROMOTE, "stable", "m-20", 12));

        desk.decideAt(13);

        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-20");
        assertThat(desk.decide()).isEmpty();
    }

    @Test
    void aRevokedSnapshotLeavesEveryChannelAndNeverComesBack() {
        stable(10, 0);
        stable(20, 10);
        desk.publish(request(RequestedAction.REVOKE, "stable", "m-20", 12));

        assertThat(brief(desk.decideAt(13)))
                .containsExactly("REVOKE m-20 on candidate", "REVOKE m-20 on shadow", "REVOKE m-20 on stable");
        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-10");

        desk.publish(request(RequestedAction.PROMOTE, "stable", "m-20", 20));
        ChannelPointer refusal = desk.decideAt(21).get(0);
        assertThat(refusal.getAction()).isEqualTo(ChannelAction.HOLD);
        assertThat(refusal.getReasons()).containsExactly("refused: m-20 is revoked", "because");
    }

    @Test
    void theOnlyStableSnapshotIsRevokedToNone() {
        stable(10, 0);
        desk.publish(request(RequestedAction.REVOKE, "stable", "m-10", 12));
        desk.decideAt(13);

        assertThat(desk.serving(Name.STABLE)).isEmpty();
        assertThat(desk.serving(Name.CANDIDATE)).isEmpty();
    }

    @Test
    void aPersonGoesBackAndTheNextGoodSnapshotBecomesStableAgain() {
        stable(10, 0);
        stable(20, 10);
        desk.publish(request(RequestedAction.ROLLBACK, "stable", null, 12));

        assertThat(brief(desk.decideAt(13))).containsExactly("ROLLBACK m-20 on stable");
        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-10");
        stable(30, 40);
    }

    @Test
    void everyRequestIsAnsweredOnceEvenOneThatMakesNoSense() {
        desk.publish(request(RequestedAction.PROMOTE, "production", "m-1", 0));
        desk.publish(request(RequestedAction.PROMOTE, "stable", "m-1", 1));
        desk.publish(request(RequestedAction.ROLLBACK, "stable", null, 2));
        desk.publish(request(RequestedAction.ROLLBACK, "shadow", null, 3));
        desk.publish(request(RequestedAction.UNKNOWN, "stable", null, 4));
        desk.publish(request(RequestedAction.REVOKE, "stable", "m-1", 5));

        List<ChannelPointer> answers = desk.decideAt(10);

        assertThat(answers).hasSize(6).allSatisfy(answer -> {
            assertThat(answer.getAction()).isEqualTo(ChannelAction.HOLD);
            assertThat(answer.getReasons().get(0)).startsWith("refused: ");
        });
        desk.restart();
        assertThat(desk.decideAt(11)).isEmpty();
    }

    @Test
    void aRequestNobodyWaitsForAnyMoreIsRefused() {
        stable(10, 0);
        desk.publish(snapshot(20, 1));
        var late = request(RequestedAction.PROMOTE, "stable", "m-20", 2);
        late.setValidUntil(io.slipstream.evaluator.channel.Samples.at(30));
        desk.publish(late);

        assertThat(desk.decideAt(31).get(0).getReasons().get(0)).contains("it was valid until");
    }

    @Test
    void aSnapshotOfAReplacedTrainerIsNoCandidate() {
        var newer = snapshot(10, 0);
        newer.setLineageEpoch(2);
        desk.publish(newer);
        desk.publish(healthy(10, 1));
        desk.decide();
        desk.publish(snapshot(20, 2));
        desk.publish(healthy(20, 3));

        assertThat(desk.decide()).isEmpty();
    }

    @Test
    void theGatesTextIsInTheFirstDecisionUnderIt() {
        stable(10, 0);
        desk.useGates(QUICK + "\nmin-images: 1500");
        desk.publish(snapshot(11, 10));
        desk.publish(healthy(11, 11));
        desk.decide();

        assertThat(desk.decisions.stream().map(decision -> decision.value().getGates() != null))
                .containsExactly(true, false, false, true, false);
        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-10");
    }

    @Test
    void aWorseScoreThanTheStableSnapshotsIsHeld() {
        desk = new Desk(QUICK + "\nprobes: {cifar: {}}");
        desk.publish(snapshot(10, 0));
        desk.publish(healthy(10, 1));
        desk.publish(score(10, 2, 0.60));
        desk.decide();
        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-10");
        desk.publish(snapshot(20, 10));
        desk.publish(healthy(20, 11));
        desk.publish(score(20, 12, 0.57));
        desk.decide();
        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-10");
        desk.publish(snapshot(30, 20));
        desk.publish(healthy(30, 21));
        desk.publish(score(30, 22, 0.59));
        desk.decide();
        assertThat(desk.serving(Name.STABLE)).isEqualTo("m-30");
    }
}
