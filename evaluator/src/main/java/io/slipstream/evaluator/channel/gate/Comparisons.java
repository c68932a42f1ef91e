package io.slipstream.evaluator.channel.gate;

import static io.slipstream.evaluator.channel.gate.Gates.missing;
import static io.slipstream.evaluator.channel.gate.Gates.number;

import io.slipstream.evaluator.channel.gate.GateResult.Outcome;
import io.slipstream.evaluator.channel.gate.GatesConfig.WithoutComparison;
import io.slipstream.evaluator.channel.gate.ProbeGate.Accuracy;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SpaceComparison;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gates that hold a snapshot against the stable one; only what was measured under the same suite is compared. */
final class Comparisons {

    private static final String PROBE = "probe ";

    private Comparisons() {}

    static GateResult rankMe(SnapshotReport report, Known stable, GatesConfig config) {
        String gate = "RankMe to stable";
        Optional<SnapshotReport> other = stable.report()
                .map(received -> received.value())
                .filter(known -> known.getSuite().equals(report.getSuite()));
        if (other.isEmpty()) {
            return incomparable(
                    gate, "no report of " + stable.id() + " under suite " + brief(report.getSuite()), config);
        }
        double least = config.rankMe().shareOfStable() * other.get().getRankMe();
        return GateResult.of(
                gate,
                report.getRankMe() >= least,
                number(report.getRankMe()),
                "at least %s, %s of %s of %s"
                        .formatted(
                                number(least),
                                number(config.rankMe().shareOfStable()),
                                number(other.get().getRankMe()),
                                stable.id()));
    }

    static GateResult cka(SnapshotReport report, Known stable, GatesConfig config) {
        String gate = "CKA to stable";
        if (report.getSnapshotId().equals(stable.id())) {
            return new GateResult(gate, Outcome.PASSED, "the stable snapshot itself", bounds(config.cka()));
        }
        Optional<SpaceComparison> comparison = report.getComparisons().stream()
                .filter(known -> known.getSnapshotId().equals(stable.id()))
                .findFirst();
        if (comparison.isEmpty()) {
            return incomparable(gate, "no comparison with " + stable.id(), config);
        }
        double cka = comparison.get().getCka();
        boolean passed = cka >= config.cka().min() && cka <= config.cka().max();
        return GateResult.of(gate, passed, number(cka), bounds(config.cka()) + " with " + stable.id());
    }

    static GateResult probe(String set, ProbeGate gate, Known subject, Optional<Known> stable, GatesConfig config) {
        @Nullable ProbeScore score = score(subject, set);
        Optional<Accuracy> accuracy = Optional.ofNullable(score).flatMap(gate::of);
        if (score == null || accuracy.isEmpty()) {
            String found = score == null ? "no score" : "a score without the linear probe";
            return missing(PROBE + set, found, "a score");
        }
        return stable.isPresent()
                ? compared(set, gate, score, accuracy.get(), stable.get(), config)
                : new GateResult(
                        PROBE + set, Outcome.PASSED, number(accuracy.get().top1()), "a score");
    }

    private static GateResult compared(
            String set, ProbeGate gate, ProbeScore score, Accuracy accuracy, Known stable, GatesConfig config) {
        Optional<Accuracy> other = Optional.ofNullable(score(stable, set))
                .filter(known -> known.getSuite().equals(score.getSuite()))
                .flatMap(gate::of);
        if (other.isEmpty()) {
            return incomparable(
                    PROBE + set, "no score of " + stable.id() + " under suite " + brief(score.getSuite()), config);
        }
        double least = other.get().top1() - gate.tolerance();
        return GateResult.of(
                PROBE + set,
                accuracy.high() >= least,
                number(accuracy.top1()) + ", upper end of its interval " + number(accuracy.high()),
                "upper end at least " + number(least) + ", by " + stable.id());
    }

    private static GateResult incomparable(String gate, String found, GatesConfig config) {
        return config.withoutComparison() == WithoutComparison.PASS
                ? new GateResult(gate, Outcome.PASSED, found, "a comparison where there can be one")
                : missing(gate, found, "a comparison with the stable snapshot");
    }

    private static String bounds(CkaGate gate) {
        return "from " + number(gate.min()) + " to " + number(gate.max());
    }

    private static @Nullable ProbeScore score(Known known, String set) {
        return Optional.ofNullable(known.scores().get(set))
                .map(received -> received.value())
                .orElse(null);
    }

    /** As much of a hash as a person reads. */
    private static String brief(String suite) {
        return suite.isEmpty() ? "''" : suite.substring(0, Math.min(12, suite.length()));
    }
}
