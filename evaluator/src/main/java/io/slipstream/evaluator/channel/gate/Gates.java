package io.slipstream.evaluator.channel.gate;

import io.slipstream.evaluator.channel.gate.GateResult.Outcome;
import io.slipstream.schemas.record.SnapshotReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Asks every gate that is on. Pure: equal evidence gives equal results, in the same order and in the same words. */
public final class Gates {

    private Gates() {}

    /**
     * The results for a snapshot that wants to move on.
     *
     * @param subject the snapshot
     * @param stable the snapshot that is stable now; empty where none is
     * @param time event time of the decision
     */
    public static List<GateResult> of(Known subject, Optional<Known> stable, Instant time, GatesConfig config) {
        List<GateResult> results = new ArrayList<>(standing(subject, config));
        Optional<SnapshotReport> report = subject.report().map(received -> received.value());
        if (report.isPresent() && stable.isPresent()) {
            if (config.rankMe().shareOfStable() > 0) {
                results.add(Comparisons.rankMe(report.get(), stable.get(), config));
            }
            if (config.cka().isOn()) {
                results.add(Comparisons.cka(report.get(), stable.get(), config));
            }
        }
        new TreeMap<>(config.probes())
                .forEach((set, gate) -> results.add(Comparisons.probe(set, gate, subject, stable, config)));
        if (config.minImages() > 0) {
            long seen = subject.snapshot().value().getImagesSeen();
            results.add(GateResult.of(
                    "images", seen >= config.minImages(), seen + " seen", "at least " + config.minImages()));
        }
        if (!config.minAge().isZero()) {
            results.add(age("age", subject.snapshot().value().getCreatedAt(), time, config.minAge()));
        }
        return List.copyOf(results);
    }

    /** The results of the gates that read the snapshot's own report and scores and compare with nothing. */
    public static List<GateResult> standing(Known subject, GatesConfig config) {
        List<GateResult> results = new ArrayList<>();
        if (config.needsReport()) {
            subject.report()
                    .ifPresentOrElse(
                            report -> results.addAll(ofReport(report.value(), config)),
                            () -> results.add(missing("report", "none", "a report")));
        }
        new TreeMap<>(config.probes())
                .forEach((set, gate) -> Optional.ofNullable(subject.scores().get(set))
                        .flatMap(score -> gate.of(score.value()))
                        .filter(accuracy -> gate.min() > 0)
                        .ifPresent(accuracy -> results.add(GateResult.of(
                                "probe " + set + " floor",
                                accuracy.top1() >= gate.min(),
                                number(accuracy.top1()),
                                "at least " + number(gate.min())))));
        return List.copyOf(results);
    }

    /**
     * The results for the time on the shadow channel.
     *
     * @param since event time at which the snapshot came onto it
     * @param checks reports and scores of the model since then
     */
    public static List<GateResult> ofShadow(Instant since, long checks, Instant time, ShadowConfig config) {
        List<GateResult> results = new ArrayList<>();
        if (!config.minAge().isZero()) {
            results.add(age("time in shadow", since, time, config.minAge()));
        }
        if (config.minChecks() > 0) {
            Outcome outcome = checks >= config.minChecks() ? Outcome.PASSED : Outcome.EARLY;
            results.add(new GateResult(
                    "checks in shadow", outcome, Long.toString(checks), "at least " + config.minChecks()));
        }
        return List.copyOf(results);
    }

    /** Whether a snapshot has the report and all the scores that gates read. */
    public static boolean isEvaluated(Known subject, GatesConfig config) {
        boolean hasReport = subject.report().isPresent() || !config.needsReport();
        return hasReport
                && config.probes().entrySet().stream()
                        .allMatch(probe -> Optional.ofNullable(subject.scores().get(probe.getKey()))
                                .flatMap(score -> probe.getValue().of(score.value()))
                                .isPresent());
    }

    private static List<GateResult> ofReport(SnapshotReport report, GatesConfig config) {
        List<GateResult> results = new ArrayList<>();
        if (config.healthy()) {
            String verdict = report.getVerdict().name().toLowerCase(Locale.ROOT);
            results.add(GateResult.of("verdict", verdict.equals("healthy"), verdict, "healthy"));
        }
        if (config.maxCollapse() < 1) {
            // Not "greater than the bound": a level that is no number must not pass.
            results.add(GateResult.of(
                    "collapse level",
                    report.getCollapseLevel() <= config.maxCollapse(),
                    number(report.getCollapseLevel()),
                    "at most " + number(config.maxCollapse())));
        }
        if (config.rankMe().min() > 0) {
            results.add(GateResult.of(
                    "RankMe",
                    report.getRankMe() >= config.rankMe().min(),
                    number(report.getRankMe()),
                    "at least " + number(config.rankMe().min())));
        }
        return results;
    }

    private static GateResult age(String gate, Instant since, Instant time, Duration required) {
        Duration age = Duration.between(since, time);
        Duration found = age.isNegative() ? Duration.ZERO : age;
        return new GateResult(
                gate,
                found.compareTo(required) >= 0 ? Outcome.PASSED : Outcome.EARLY,
                seconds(found),
                "at least " + seconds(required));
    }

    static GateResult missing(String gate, String found, String required) {
        return new GateResult(gate, Outcome.MISSING, found, required);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
