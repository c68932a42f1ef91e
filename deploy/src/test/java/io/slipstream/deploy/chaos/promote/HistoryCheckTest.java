package io.slipstream.deploy.chaos.promote;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryCheckTest {

    private final List<ChannelPointer> decisions = new ArrayList<>();

    private ChannelPointer decide(String channel, ChannelAction action, String subject, String serves, long epoch) {
        String previous = decisions.stream()
                .filter(before -> before.getChannel().equals(channel))
                .reduce((first, second) -> second)
                .map(ChannelPointer::getSnapshotId)
                .orElse(null);
        ChannelPointer decision = ChannelPointer.newBuilder()
                .setModelId("m")
                .setChannel(channel)
                .setChannelEpoch(epoch)
                .setDecisionEpoch(decisions.size() + 1L)
                .setSnapshotId(serves)
                .setPreviousSnapshotId(previous)
                .setTime(Instant.EPOCH)
                .setActor("gate")
                .setAction(action)
                .setSubjectSnapshotId(subject)
                .setEvidence(Map.of())
                .build();
        decisions.add(decision);
        return decision;
    }

    private List<String> problems() {
        return HistoryCheck.problems(decisions, decisions, List.of());
    }

    private void sound() {
        decide("candidate", ChannelAction.PROMOTE, "a", "a", 1);
        decide("shadow", ChannelAction.PROMOTE, "a", "a", 1);
        decide("stable", ChannelAction.PROMOTE, "a", "a", 1);
        decide("candidate", ChannelAction.PROMOTE, "b", "b", 2);
        decide("shadow", ChannelAction.HOLD, "b", "a", 2);
        decide("candidate", ChannelAction.PROMOTE, "c", "c", 3);
    }

    @Test
    void aSoundHistoryHasNoProblem() {
        sound();
        assertThat(problems()).isEmpty();
    }

    @Test
    void aGapIsFound() {
        sound();
        decisions.remove(4);
        assertThat(problems()).contains("decision 6: expected decisionEpoch 5, found 6");
    }

    @Test
    void aRepeatIsFound() {
        sound();
        decisions.add(decisions.get(5));
        assertThat(problems()).contains("decision 6: expected decisionEpoch 7, found 6");
    }

    @Test
    void aRevokedSnapshotThatIsServedIsFound() {
        sound();
        decide("candidate", ChannelAction.REVOKE, "a", "c", 4);
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "shadow ends with a, which is revoked", "stable ends with a, which is revoked");
    }

    @Test
    void aCandidateThatIsReplacedWithoutAWordIsFound() {
        sound();
        decide("candidate", ChannelAction.PROMOTE, "d", "d", 4);
        assertThat(problems()).containsExactly("decision 7 replaces the candidate c without a word");
    }

    @Test
    void pointersThatAreNotTheHistorysAreFound() {
        sound();
        List<ChannelPointer> pointers = new ArrayList<>(decisions);
        pointers.remove(5);
        assertThat(HistoryCheck.problems(decisions, pointers, List.of()))
                .containsExactly("the pointers are not the newest decisions of the channels");
    }

    @Test
    void aRequestWithoutAnAnswerIsFound() {
        sound();
        assertThat(HistoryCheck.problems(decisions, decisions, List.of("channel-requests-0@0")))
                .containsExactly("request channel-requests-0@0 is not answered");
    }
}
