package io.slipstream.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.config.ConfigProblem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EvaluatorConfigTest {

    @Test
    void onlyThePathOfTheProbeSetHasNoDefault() throws ConfigException {
        EvaluatorConfig config = parse("probe-set: {path: data/probe.zip}");

        assertThat(config.startAt()).isEqualTo("earliest");
        assertThat(config.model()).isEmpty();
        assertThat(config.probeSet().path()).isEqualTo(Path.of("data/probe.zip"));
        assertThat(config.probeSet().effectiveName()).isEqualTo("probe.zip");
        assertThat(config.probeSet().maxImages()).isEqualTo(2000);
        assertThat(config.encoder().threads()).isEqualTo(1);
        assertThat(config.knn().k()).isEqualTo("auto");
        assertThat(config.knn().temperature()).isEqualTo(0.1);
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:9092");
    }

    @Test
    void everyMistakeIsReportedAtOnce() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> parse("""
                probe-set: {max-images: 3}
                knn: {k: many, temperature: 0}
                encoder: {batchsize: 8}
                """));

        assertThat(refused.problems())
                .extracting(ConfigProblem::path)
                .contains("probe-set.path", "probe-set.max-images", "knn.temperature", "encoder.batchsize");
    }

    @Test
    void relationsAndWordsAreCheckedToo() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> parse("""
                probe-set: {path: p}
                start-at: yesterday
                """));

        assertThat(refused).hasMessageContaining("start-at").hasMessageContaining("earliest, latest or an instant");
        assertThat(catchThrowableOfType(ConfigException.class, () -> parse("{probe-set: {path: p}, knn: {k: many}}")))
                .hasMessageContaining("knn.k");
        assertThat(catchThrowableOfType(
                        ConfigException.class, () -> parse("{probe-set: {path: p}, retry: {first-delay: 1h}}")))
                .hasMessageContaining("retry.first-delay");
    }

    private static EvaluatorConfig parse(String yaml) throws ConfigException {
        return ConfigLoader.parse(yaml, "evaluator.yaml", EvaluatorConfig.class);
    }
}
