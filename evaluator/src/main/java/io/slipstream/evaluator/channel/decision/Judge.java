package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.evaluator.channel.gate.GateResult;
import io.slipstream.evaluator.channel.gate.GateResult.Outcome;
import io.slipstream.evaluator.channel.gate.Gates;
import io.slipstream.evaluator.channel.gate.GatesConfig;
import io.slipstream.evaluator.channel.gate.Known;
import io.slipstream.schemas.record.ChannelAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says which ruling is due: the next one or two decisions, given those before.
 *
 * <p>In this order: what people have asked for; taking back a stable snapshot that turned out bad; settling the shadow;
 * settling the candidate, or putting a newer evaluated snapshot into its place; a first or next candidate. Asked again
 * with the ruling applied it says the next one, and after a finite number of rulings that none is due.
 *
 * <p>Pure, and not thread-safe only as far as its inputs are not.
 */
final class Judge {

    private final ChannelState state;
    private final Evidence evidence;
    private final GatesConfig gates;
    private final Instant time;

    Judge(ChannelState state, Evidence evidence, GatesConfig gates, Instant time) {
        this.state = state;
        this.evidence = evidence;
        this.gates = gates;
        this.time = time;
    }

    /** The ruling that is due; empty if none is. */
    List<Draft> next() {
        return evidence.requestAfter(state.answered())
                .map(request -> Requests.answer(request, state, evidence, time))
                .or(() -> new StableWatch(state, evidence, gates).complaint().map(List::of))
                .or(this::shadow)
                .or(this::candidate)
                .or(this::newCandidate)
                .orElse(List.of());
    }

    private Optional<List<Draft>> shadow() {
        Channel shadow = state.channel(Name.SHADOW);
        Optional<Known> subject = evidence.known(shadow.serving()).filter(known -> shadow.isOpen());
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        List<GateResult> results = new ArrayList<>(Gates.of(subject.get(), stable(), time, gates));
        results.addAll(Gates.ofShadow(shadow.since(), evidence.evidenceSince(shadow), time, gates.shadow()));
        return settled(Name.STABLE, subject.get(), results, shadow.since());
    }

    private Optional<List<Draft>> candidate() {
        Channel candidate = state.channel(Name.CANDIDATE);
        Optional<Known> subject = evidence.known(candidate.serving()).filter(known -> candidate.isOpen());
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        List<GateResult> results = Gates.of(subject.get(), stable(), time, gates);
        Optional<List<Draft>> settled = settled(Name.SHADOW, subject.get(), results, candidate.since());
        boolean mustWait = settled.isPresent()
                && settled.get().get(0).action() == ChannelAction.PROMOTE
                && state.channel(Name.SHADOW).isOpen();
        return settled.isPresent() && !mustWait ? settled : superseded(subject.get());
    }

    /** Moves the subject on to a channel, refuses it, or lets it wait. */
    private Optional<List<Draft>> settled(Name to, Known subject, List<GateResult> results, Instant since) {
        List<String> words = results.stream().map(GateResult::inWords).toList();
        boolean isLate = Duration.between(since, time).compareTo(gates.evidenceWithin()) >= 0;
        if (has(results, Outcome.FAILED)) {
            return Optional.of(List.of(draft(to, ChannelAction.HOLD, subject, words)));
        }
        if (has(results, Outcome.MISSING)) {
            return isLate
                    ? Optional.of(List.of(draft(
                            to,
                            ChannelAction.HOLD,
                            subject,
                            with(
                                    "evidence is missing after "
                                            + gates.evidenceWithin().toSeconds() + " s",
                                    words))))
                    : Optional.empty();
        }
        return has(results, Outcome.EARLY)
                ? Optional.empty()
                : Optional.of(List.of(draft(to, ChannelAction.PROMOTE, subject, words)));
    }

    private Optional<List<Draft>> superseded(Known subject) {
        return newest().filter(newer -> Gates.isEvaluated(newer, gates))
                .map(newer -> List.of(
                        draft(Name.SHADOW, ChannelAction.HOLD, subject, List.of("superseded by " + newer.id())),
                        onto(newer)));
    }

    private Optional<List<Draft>> newCandidate() {
        return state.channel(Name.CANDIDATE).isOpen() ? Optional.empty() : newest().map(newer -> List.of(onto(newer)));
    }

    private Draft onto(Known newer) {
        return draft(Name.CANDIDATE, ChannelAction.PROMOTE, newer, List.of("newest snapshot of the lineage"));
    }

    /** The newest snapshot that may still become a candidate; none that is older than one that was. */
    private Optional<Known> newest() {
        List<String> announced = evidence.announced();
        for (int i = announced.size() - 1; i >= 0 && !state.wasCandidate(announced.get(i)); i--) {
            if (isEligible(announced.get(i))) {
                return evidence.known(announced.get(i));
            }
        }
        return Optional.empty();
    }

    private boolean isEligible(String id) {
        return !state.revoked().contains(id)
                && !state.isWithdrawn(id)
                && !id.equals(state.channel(Name.SHADOW).serving())
                && !id.equals(state.channel(Name.STABLE).serving());
    }

    private Draft draft(Name channel, ChannelAction action, Known subject, List<String> reasons) {
        String serves = action == ChannelAction.PROMOTE
                ? subject.id()
                : state.channel(channel).serving();
        return new Draft(channel, action, subject.id(), serves, Draft.GATE, reasons, Citation.of(subject, stable()));
    }

    private Optional<Known> stable() {
        return evidence.known(state.channel(Name.STABLE).serving());
    }

    private static boolean has(List<GateResult> results, Outcome outcome) {
        return results.stream().anyMatch(result -> result.outcome() == outcome);
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }
}
