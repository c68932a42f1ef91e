package io.slipstream.evaluator.channel.gate;

import static io.slipstream.evaluator.channel.Samples.at;
import static io.slipstream.evaluator.channel.Samples.comparison;
import static io.slipstream.evaluator.channel.Samples.healthy;
import static io.slipstream.evaluator.channel.Samples.report;
import static io.slipstream.evaluator.channel.Samples.score;
import static io.slipstream.evaluator.channel.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.slipstream.evaluator.channel.gate.GateResult.Outcome;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.LinearScore;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GatesTest {

    private static final String ALL_OFF =
            "{healthy: false, max-collapse: 1, min-images: 0, rank-me: {share-of-stable: 0}";

    private static GatesConfig gates(String yaml) throws ConfigException {
        return ConfigLoader.parse(yaml, "gates", GatesConfig.class);
    }

    /** All gates off but those in the text. */
    private static GatesConfig only(String yaml) throws ConfigException {
        return gates(ALL_OFF + ", " + yaml + "}");
    }

    private static Known known(long step, Optional<SnapshotReport> report, Optional<ProbeScore> score) {
        return new Known(
                new Received<>(1, snapshot(step, 0)),
                report.map(value -> new Received<>(2, value)),
                score.map(value -> Map.of("cifar", new Received<>(3, value))).orElse(Map.of()));
    }

    private static Known reported(SnapshotReport report) {
        return known(20, Optional.of(report), Optional.empty());
    }

    private static Known scored(long step, ProbeScore score) {
        return known(step, Optional.empty(), Optional.of(score));
    }

    private static GateResult one(Known subject, Known stable, GatesConfig gates) {
        List<GateResult> results = Gates.of(subject, Optional.of(stable), at(100), gates);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    @Test
    void withEveryGateOffNothingIsAsked() throws ConfigException {
        Known bare = known(0, Optional.empty(), Optional.empty());

        assertThat(Gates.of(bare, Optional.of(bare), at(0), gates(ALL_OFF + "}")))
                .isEmpty();
        assertThat(Gates.isEvaluated(bare, gates(ALL_OFF + "}"))).isTrue();
    }

    @Test
    void theDefaultsAreTheSameAfterTheirTextIsReadBack() throws ConfigException {
        GatesConfig gates = gates("probes: {cifar: {measure: linear, tolerance: 0.01}}\ncka: {min: 0.3}");
        String text = ConfigLoader.effectiveYaml(gates);

        assertThat(gates(text)).isEqualTo(gates);
        assertThat(ConfigLoader.effectiveYaml(gates(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        // the upper end of the interval is 0.02 above the score
        "0.60, 0.0, 0.61, PASSED",
        "0.60, 0.0, 0.62, PASSED",
        "0.60, 0.0, 0.6201, FAILED",
        "0.60, 0.01, 0.63, PASSED",
        "0.60, 0.01, 0.6301, FAILED"
    })
    void aProbeFailsWhenItIsWorseThanStableByMoreThanItsIntervalAndTheTolerance(
            double found, double tolerance, double stable, Outcome expected) throws ConfigException {
        GatesConfig gates = only("probes: {cifar: {tolerance: " + tolerance + "}}");

        assertThat(one(scored(20, score(20, 1, found)), scored(10, score(10, 0, stable)), gates)
                        .outcome())
                .isEqualTo(expected);
    }

    @Test
    void aScoreWithoutAnIntervalIsItsOwnUpperEnd() throws ConfigException {
        ProbeScore old = score(20, 1, 0.60);
        old.setKnnHigh(null);

        assertThat(one(scored(20, old), scored(10, score(10, 0, 0.601)), only("probes: {cifar: {}}")))
                .returns(Outcome.FAILED, GateResult::outcome)
                .returns("0.6000, upper end of its interval 0.6000", GateResult::found)
                .returns("upper end at least 0.6010, by m-10", GateResult::required);
    }

    @Test
    void scoresOfAnotherSuiteAreNotComparedWith() throws ConfigException {
        ProbeScore other = score(10, 0, 0.99);
        other.setSuite("another");

        assertThat(one(scored(20, score(20, 1, 0.5)), scored(10, other), only("probes: {cifar: {}}")))
                .returns(Outcome.MISSING, GateResult::outcome)
                .returns("no score of m-10 under suite suite", GateResult::found);
        assertThat(one(
                                scored(20, score(20, 1, 0.5)),
                                scored(10, other),
                                only("probes: {cifar: {}}, without-comparison: pass"))
                        .outcome())
                .isEqualTo(Outcome.PASSED);
    }

    @Test
    void theLinearProbeIsMissingWhereTheEvaluatorDoesNotRunIt() throws ConfigException {
        GatesConfig gates = only("probes: {cifar: {measure: linear}}");
        ProbeScore with = score(20, 1, 0.1);
        with.setLinear(new LinearScore(0.8, 0.78, 0.82, 1.0, 0.8, 1, 1, 1));

        assertThat(one(scored(20, score(20, 1, 0.9)), scored(10, with), gates).outcome())
                .isEqualTo(Outcome.MISSING);
        assertThat(one(scored(20, with), scored(10, with), gates).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(Gates.isEvaluated(scored(20, score(20, 1, 0.9)), gates)).isFalse();
    }

    @Test
    void aFloorHoldsWithoutAStableSnapshotToo() throws ConfigException {
        assertThat(Gates.of(
                        scored(20, score(20, 1, 0.3)), Optional.empty(), at(100), only("probes: {cifar: {min: 0.4}}")))
                .extracting(GateResult::gate, GateResult::outcome)
                .containsExactly(tuple("probe cifar floor", Outcome.FAILED), tuple("probe cifar", Outcome.PASSED));
    }

    @ParameterizedTest
    @EnumSource(SnapshotVerdict.class)
    void onlyAHealthyVerdictPasses(SnapshotVerdict verdict) throws ConfigException {
        Known subject = reported(report(20, 1, verdict));

        assertThat(one(subject, subject, gates("{max-collapse: 1, min-images: 0, rank-me: {share-of-stable: 0}}")))
                .returns(verdict == SnapshotVerdict.HEALTHY ? Outcome.PASSED : Outcome.FAILED, GateResult::outcome);
    }

    @ParameterizedTest
    @CsvSource({"39.9, FAILED", "40, PASSED", "NaN, FAILED"})
    void rankMeIsHeldToAFloorAndNoNumberFails(double rankMe, Outcome expected) throws ConfigException {
        SnapshotReport report = healthy(20, 1);
        report.setRankMe(rankMe);

        assertThat(one(
                                reported(report),
                                reported(healthy(10, 0)),
                                gates("{healthy: false, max-collapse: 1, min-images: 0,"
                                        + " rank-me: {min: 40, share-of-stable: 0}}"))
                        .outcome())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"31.9, FAILED", "32, PASSED"})
    void rankMeIsHeldToAShareOfTheStableSnapshots(double rankMe, Outcome expected) throws ConfigException {
        SnapshotReport report = healthy(20, 1);
        report.setRankMe(rankMe);

        assertThat(one(
                                reported(report),
                                reported(healthy(10, 0)),
                                gates(
                                        "{healthy: false, max-collapse: 1, min-images: 0, rank-me: {share-of-stable: 0.8}}"))
                        .outcome())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.29, FAILED", "0.3, PASSED", "0.95, PASSED", "0.96, FAILED", "NaN, FAILED"})
    void ckaIsHeldToBounds(double cka, Outcome expected) throws ConfigException {
        SnapshotReport report = healthy(20, 1);
        report.setComparisons(List.of(comparison("m-5", 0.5), comparison("m-10", cka)));

        assertThat(one(
                                reported(report),
                                known(10, Optional.empty(), Optional.empty()),
                                only("cka: {min: 0.3, max: 0.95}"))
                        .outcome())
                .isEqualTo(expected);
    }

    @Test
    void aComparisonWithAnEarlierStableSnapshotIsNone() throws ConfigException {
        SnapshotReport report = healthy(20, 1);
        report.setComparisons(List.of(comparison("m-5", 0.5)));

        assertThat(one(reported(report), known(10, Optional.empty(), Optional.empty()), only("cka: {min: 0.3}")))
                .returns(Outcome.MISSING, GateResult::outcome)
                .returns("no comparison with m-10", GateResult::found);
    }

    @ParameterizedTest
    @CsvSource({"0.9, PASSED", "0.91, FAILED", "NaN, FAILED"})
    void collapseIsHeldToABound(double level, Outcome expected) throws ConfigException {
        SnapshotReport report = healthy(20, 1);
        report.setCollapseLevel(level);

        assertThat(one(
                                reported(report),
                                reported(report),
                                gates("{healthy: false, min-images: 0, rank-me: {share-of-stable: 0}}"))
                        .outcome())
                .isEqualTo(expected);
    }

    @Test
    void aMissingReportIsMissingAndNotAFailure() throws ConfigException {
        Known bare = known(20, Optional.empty(), Optional.empty());

        assertThat(Gates.of(bare, Optional.of(bare), at(100), gates("{min-images: 0}")))
                .containsExactly(new GateResult("report", Outcome.MISSING, "none", "a report"));
    }

    @Test
    void imagesAndAgeAreHeldToTheirMinimum() throws ConfigException {
        Known bare = known(20, Optional.empty(), Optional.empty());
        GatesConfig gates = gates("{healthy: false, max-collapse: 1, rank-me: {share-of-stable: 0},"
                + " min-images: 2001, min-age: 60s}");

        assertThat(Gates.of(bare, Optional.empty(), at(59), gates))
                .containsExactly(
                        new GateResult("images", Outcome.FAILED, "2000 seen", "at least 2001"),
                        new GateResult("age", Outcome.EARLY, "59.0 s", "at least 60.0 s"));
        assertThat(Gates.of(bare, Optional.empty(), at(60), gates).get(1).outcome())
                .isEqualTo(Outcome.PASSED);
    }

    @Test
    void boundsThatDoNotFitTogetherAreRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> gates("cka: {min: 0.9, max: 0.2}"))
                .withMessageContaining("cka.min");
    }
}
