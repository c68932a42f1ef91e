package io.slipstream.evaluator.channel.decision;

import static io.slipstream.evaluator.channel.Samples.at;
import static io.slipstream.evaluator.channel.Samples.healthy;
import static io.slipstream.evaluator.channel.Samples.report;
import static io.slipstream.evaluator.channel.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.channel.Samples;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerificationTest {

    private final Desk desk = new Desk("shadow: {min-age: 0s}");

    private void history() {
        desk.publish(snapshot(10, 0));
        desk.publish(healthy(10, 1));
        desk.decide();
        desk.publish(snapshot(20, 10));
        desk.publish(report(20, 11, SnapshotVerdict.DEGRADING));
        desk.decide();
        desk.publish(snapshot(30, 20));
        desk.publish(healthy(30, 21));
        desk.decide();
    }

    private static ChannelPointer copy(ChannelPointer decision) {
        return ChannelPointer.newBuilder(decision).build();
    }

    static List<Arguments> lies() {
        return List.of(
                lie("another time", decision -> decision.setTime(at(12))),
                lie("another subject", decision -> decision.setSubjectSnapshotId("m-10")),
                lie("a promotion for a hold", decision -> {
                    decision.setAction(ChannelAction.PROMOTE);
                    decision.setSnapshotId("m-20");
                }),
                lie("another number", decision -> decision.setDecisionEpoch(99)),
                lie("another channel epoch", decision -> decision.setChannelEpoch(99)),
                lie("other gates", decision -> decision.setGatesHash("0".repeat(64))),
                lie("a person", decision -> decision.setActor("eve")),
                lie("other words", decision -> decision.setReasons(List.of("verdict passed"))),
                lie("evidence it did not rest on", decision -> {
                    var evidence = new HashMap<>(decision.getEvidence());
                    evidence.put("report", "snapshot-reports-0@1");
                    decision.setEvidence(evidence);
                }));
    }

    private static Arguments lie(String name, Consumer<ChannelPointer> change) {
        return Arguments.argumentSet(name, change);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void anAlteredDecisionIsTheFirstThatDoesNotFollow(Consumer<ChannelPointer> change) {
        history();
        int hold = 4;
        assertThat(desk.decisions.get(hold).value().getAction()).isEqualTo(ChannelAction.HOLD);
        ChannelPointer altered = copy(desk.decisions.get(hold).value());
        change.accept(altered);
        desk.decisions.set(hold, new Received<>(desk.decisions.get(hold).offset(), altered));

        Verification.Result result = desk.verify();

        assertThat(result.broken()).contains("model-decisions-0@9");
        assertThat(result.proven()).isEqualTo(4);
    }

    @Test
    void aDecisionThatWasTakenOutIsNoticed() {
        history();
        desk.decisions.remove(4);

        assertThat(desk.verify().broken()).contains("model-decisions-0@11");
    }

    @Test
    void aReportThatWasReplacedAndCompactedAwayLeavesItsDecisionsBeyondProof() {
        history();
        desk.reports.remove(1);

        Verification.Result result = desk.verify();

        assertThat(result.broken()).isNull();
        assertThat(result.beyondProof()).hasSize(2).last().asString().contains("decision 5", "snapshot-reports-0@3");
        assertThat(result.proven()).isEqualTo(desk.decisions.size() - 2L);
    }

    @Test
    void aReportThatIsNotWhatItWasIsNoticed() {
        history();
        desk.reports.set(1, new Received<>(3, healthy(20, 11)));

        assertThat(desk.verify().broken()).contains("decision 5");
    }

    @Test
    void aPointerThatIsNotTheNewestDecisionIsNoticed() {
        history();
        List<Received<ChannelPointer>> pointers = new ArrayList<>(desk.decisions);
        pointers.remove(pointers.size() - 1);
        History history =
                new History(desk.snapshots, desk.reports, desk.scores, desk.requests, desk.decisions, pointers);

        assertThat(Verification.of(Samples.MODEL, history).broken()).contains("expected model-channels to hold");
    }

    @Test
    void whatIsDecidedWhileTheTopicsAreReadIsNoContradiction() {
        history();
        List<Received<ChannelPointer>> decisions = desk.decisions.subList(0, desk.decisions.size() - 1);
        History history =
                new History(desk.snapshots, desk.reports, desk.scores, desk.requests, decisions, desk.decisions);

        assertThat(Verification.of(Samples.MODEL, history).broken()).isNull();
    }
}
