package io.slipstream.deploy.chaos.promote;

import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has to hold of a history by its records alone, whatever the gates are. */
final class HistoryCheck {

    private final List<String> problems = new ArrayList<>();

    private HistoryCheck() {}

    /**
     * What does not hold, in words.
     *
     * @param decisions the history
     * @param pointers the topic of current pointers
     * @param requests coordinates of everything that was asked for
     */
    static List<String> problems(List<ChannelPointer> decisions, List<ChannelPointer> pointers, List<String> requests) {
        HistoryCheck check = new HistoryCheck();
        check.numbers(decisions);
        check.pointers(decisions, pointers);
        check.answers(decisions, requests);
        check.candidates(decisions);
        return check.problems;
    }

    private void numbers(List<ChannelPointer> decisions) {
        Map<String, Long> channelEpochs = new HashMap<>();
        Map<String, String> serving = new HashMap<>();
        Set<String> revoked = new HashSet<>();
        long epoch = 0;
        for (ChannelPointer decision : decisions) {
            expect(decision, "decisionEpoch", ++epoch, decision.getDecisionEpoch());
            expect(
                    decision,
                    "channelEpoch",
                    channelEpochs.merge(decision.getChannel(), 1L, Long::sum),
                    decision.getChannelEpoch());
            String before = serving.put(decision.getChannel(), decision.getSnapshotId());
            expect(
                    decision,
                    "previousSnapshotId",
                    Objects.requireNonNullElse(before, ""),
                    Objects.requireNonNullElse(decision.getPreviousSnapshotId(), ""));
            if (decision.getAction() == ChannelAction.REVOKE) {
                revoked.add(decision.getSubjectSnapshotId());
            }
            if (revoked.contains(decision.getSnapshotId())) {
                problems.add("decision " + decision.getDecisionEpoch() + " serves " + decision.getSnapshotId()
                        + ", which is revoked");
            }
        }
        serving.forEach((channel, snapshot) -> {
            if (revoked.contains(snapshot)) {
                problems.add(channel + " ends with " + snapshot + ", which is revoked");
            }
        });
    }

    private void expect(ChannelPointer decision, String field, Object expected, Object found) {
        if (!expected.equals(found)) {
            problems.add("decision " + decision.getDecisionEpoch() + ": expected " + field + " " + expected + ", found "
                    + found);
        }
    }

    /** The topic of pointers is compacted in time, never rewritten: what it holds is the history's, in the same order. */
    private void pointers(List<ChannelPointer> decisions, List<ChannelPointer> pointers) {
        Map<Long, ChannelPointer> byEpoch = decisions.stream()
                .collect(Collectors.toMap(ChannelPointer::getDecisionEpoch, each -> each, (a, b) -> a));
        long last = 0;
        Map<String, ChannelPointer> current = new TreeMap<>();
        for (ChannelPointer pointer : pointers) {
            if (!pointer.equals(byEpoch.get(pointer.getDecisionEpoch()))) {
                problems.add("pointer " + pointer.getDecisionEpoch() + " is no decision of that number");
            }
            if (pointer.getDecisionEpoch() <= last) {
                problems.add("pointer " + pointer.getDecisionEpoch() + " comes after pointer " + last);
            }
            last = pointer.getDecisionEpoch();
            current.put(pointer.getChannel(), pointer);
        }
        Map<String, ChannelPointer> newest = new TreeMap<>();
        decisions.forEach(decision -> newest.put(decision.getChannel(), decision));
        if (!newest.equals(current)) {
            problems.add("the pointers are not the newest decisions of the channels");
        }
    }

    private void answers(List<ChannelPointer> decisions, List<String> requests) {
        Map<String, Set<String>> channelsByRequest = new HashMap<>();
        for (ChannelPointer decision : decisions) {
            String request = decision.getEvidence().get("request");
            if (request != null
                    && !channelsByRequest
                            .computeIfAbsent(request, each -> new HashSet<>())
                            .add(decision.getChannel())) {
                problems.add("request " + request + " is answered twice on " + decision.getChannel());
            }
        }
        requests.stream()
                .filter(request -> !channelsByRequest.containsKey(request))
                .forEach(request -> problems.add("request " + request + " is not answered"));
    }

    /** A candidate is settled before the next one, but for what a person decides. */
    private void candidates(List<ChannelPointer> decisions) {
        String waiting = "";
        for (ChannelPointer decision : decisions) {
            boolean isCandidate = decision.getChannel().equals("candidate");
            if (isCandidate && decision.getAction() == ChannelAction.PROMOTE) {
                if (!waiting.isEmpty() && decision.getActor().equals("gate")) {
                    problems.add("decision " + decision.getDecisionEpoch() + " replaces the candidate " + waiting
                            + " without a word");
                }
                waiting = decision.getSnapshotId();
            } else if (waiting.equals(decision.getSubjectSnapshotId())
                    && (decision.getAction() == ChannelAction.REVOKE || !isCandidate)) {
                waiting = decision.getAction() == ChannelAction.HOLD
                                && decision.getEvidence().containsKey("request")
                        ? waiting
                        : "";
            }
        }
    }
}
