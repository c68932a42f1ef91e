package io.slipstream.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.probe.ProbeSource;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.config.ConfigProblem;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorConfigTest {

    @Test
    void nothingHasToBeSaid() throws ConfigException {
        EvaluatorConfig config = parse("");

        assertThat(config.startAt()).isEqualTo("earliest");
        assertThat(config.model()).isEmpty();
        assertThat(config.probeSets()).isEmpty();
        assertThat(config.domains()).isEmpty();
        assertThat(config.encoder().threads()).isEqualTo(1);
        assertThat(config.knn().k()).isEqualTo("auto");
        assertThat(config.knn().temperature()).isEqualTo(0.1);
        assertThat(config.linear().inverseStrengths()).containsExactly(1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0);
        assertThat(config.fewShot().shots()).containsExactly(1, 5, 10);
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:9092");
    }

    @Test
    void thereMayBeAnyNumberOfProbeSetsFromPathsAndFromTheTopic() throws ConfigException {
        EvaluatorConfig config = parse("""
                probe-sets:
                  parts: {path: data/probe.zip}
                  fresh: {source: topic, max-images: 500, min-images: 20}
                domains:
                  - {name: line-2, probe-set: parts}
                  - {name: line-3, probe-set: fresh, from-time: 2026-11-22T14:00:00Z}
                few-shot: {shots: []}
                """);

        assertThat(config.probeSets()).containsOnlyKeys("parts", "fresh");
        assertThat(config.probeSets().get("parts"))
                .returns(Optional.of(Path.of("data/probe.zip")), ProbeSetConfig::path)
                .returns(2000, ProbeSetConfig::maxImages);
        assertThat(config.probeSets().get("fresh")).returns(ProbeSource.TOPIC, ProbeSetConfig::source);
        assertThat(config.domains()).hasSize(2);
        assertThat(config.fewShot().shots()).isEmpty();
    }

    @Test
    void everyMistakeIsReportedAtOnce() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> parse("""
                probe-sets:
                  none: {}
                  both: {source: topic, path: p}
                  tiny: {path: p, max-images: 3}
                knn: {k: many, temperature: 0}
                linear: {inverse-strengths: [1, 0.1]}
                few-shot: {shots: [0]}
                encoder: {batchsize: 8}
                """));

        assertThat(refused.problems())
                .extracting(ConfigProblem::path)
                .contains(
                        "probe-sets.none.path",
                        "probe-sets.both.path",
                        "probe-sets.tiny.max-images",
                        "knn.temperature",
                        "linear.inverse-strengths",
                        "few-shot.shots[0]",
                        "encoder.batchsize");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{start-at: yesterday} | start-at | earliest, latest or an instant",
                "{knn: {k: many}} | knn.k | auto",
                "{retry: {first-delay: 1h}} | retry.first-delay | at most max-delay",
                "{probe-sets: {a/b: {path: p}}} | probe-sets | not a/b",
                "{domains: [{name: d, probe-set: s}]} | domains | see d",
                "{probe-sets: {s: {path: p}}, domains: [{name: d, probe-set: s}, {name: e, probe-set: s}]} | domains | see e",
                "{probe-sets: {s: {path: p}}, domains: [{name: d, probe-set: s, from-images: 9}]} | domains | see d",
                "{domains: [{name: d, probe-set: s, from-images: 9, from-time: '2026-01-01T00:00:00Z'}]}"
                        + " | domains[0].from-time | nothing where",
            })
    void relationsAndWordsAreCheckedToo(String yaml, String key, String allowed) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> parse(yaml)))
                .hasMessageContainingAll(key, allowed);
    }

    private static EvaluatorConfig parse(String yaml) throws ConfigException {
        return ConfigLoader.parse(yaml, "evaluator.yaml", EvaluatorConfig.class);
    }
}
