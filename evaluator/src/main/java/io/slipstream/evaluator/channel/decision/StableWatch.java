package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.evaluator.channel.gate.GateResult;
import io.slipstream.evaluator.channel.gate.GateResult.Outcome;
import io.slipstream.evaluator.channel.gate.Gates;
import io.slipstream.evaluator.channel.gate.GatesConfig;
import io.slipstream.evaluator.channel.gate.Known;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes the stable snapshot back when what was published about it after its promotion fails a gate that needs no
 * comparison. What was known when it was promoted, by the gates or in spite of them by a person, is no reason.
 */
record StableWatch(ChannelState state, Evidence evidence, GatesConfig gates) {

    /** A rollback, or a hold where there is nothing good to go back to; empty while nothing new speaks against it. */
    Optional<Draft> complaint() {
        Channel stable = state.channel(Name.STABLE);
        Optional<Known> subject = gates.rollBack() ? evidence.known(stable.serving()) : Optional.empty();
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        Known news = since(stable, subject.get());
        List<GateResult> failed = failed(news);
        Map<String, String> cited = Citation.of(news, Optional.empty());
        boolean isKnown = cited.entrySet().stream()
                .filter(record -> !record.getKey().equals(Citation.SNAPSHOT))
                .allMatch(record -> state.isKnownComplaint(record.getValue()));
        if (failed.isEmpty() || isKnown) {
            return Optional.empty();
        }
        List<String> reasons =
                new ArrayList<>(failed.stream().map(GateResult::inWords).toList());
        Optional<String> target = stable.earlier().stream()
                .filter(id -> evidence.known(id)
                        .filter(known -> failed(known).isEmpty())
                        .isPresent())
                .findFirst();
        reasons.add(
                0,
                target.map(id -> "later evidence speaks against it; going back to " + id)
                        .orElse("later evidence speaks against it; there is no earlier snapshot to go back to"));
        return Optional.of(new Draft(
                Name.STABLE,
                target.isPresent() ? ChannelAction.ROLLBACK : ChannelAction.HOLD,
                subject.get().id(),
                target.orElse(stable.serving()),
                Draft.GATE,
                reasons,
                cited));
    }

    private List<GateResult> failed(Known known) {
        return Gates.standing(known, gates).stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .toList();
    }

    private static Known since(Channel stable, Known known) {
        Map<String, Received<ProbeScore>> scores = known.scores().entrySet().stream()
                .filter(score -> score.getValue().offset() >= stable.until(Topics.PROBE_SCORES.name()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Known(
                known.snapshot(),
                known.report().filter(report -> report.offset() >= stable.until(Topics.SNAPSHOT_REPORTS.name())),
                scores);
    }
}
