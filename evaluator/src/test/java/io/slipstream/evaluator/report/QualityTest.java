package io.slipstream.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.shift.SpaceChange;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityTest {

    private static final int DIM = 32;

    @ParameterizedTest
    @ValueSource(floats = {0, 0.7f})
    void aSpaceThatIsAPointHasNumbersForAllThatCanBeMeasuredAndIsCollapsed(float value) throws ConfigException {
        Embeddings point = point(60, value);

        Quality quality = Quality.of(point, point(40, value), 4);
        SpaceChange change = SpaceChange.between(noise(60), point, 10, 1);

        assertThat(quality.rankMe()).isBetween(0.0, 1.1);
        assertThat(quality.collapseLevel()).isEqualTo(1);
        assertThat(quality.uniformity()).isZero();
        assertThat(quality.alignment()).isZero();
        assertThat(quality.separation()).isNull();
        assertThat(List.of(change.cka(), change.procrustes(), change.agreement(), change.mapR2()))
                .allSatisfy(number -> assertThat(number).isFinite());
        VerdictRule rule = new VerdictRule(ConfigLoader.parse("{}", "verdict.yaml", VerdictConfig.class));
        assertThat(rule.judge(100, quality, List.of(), "m-0", change).verdict()).isEqualTo(SnapshotVerdict.COLLAPSED);
    }

    @Test
    void withoutViewsAndInFewDimensionsTheRestIsMeasured() {
        Quality quality =
                Quality.of(new Embeddings(60, 4, Arrays.copyOf(noise(60).values(), 240)), null, 10);

        assertThat(quality.rankMe()).isBetween(1.0, 4.1);
        assertThat(quality.alphaReq()).isNull();
        assertThat(quality.lidar()).isNull();
        assertThat(quality.separation()).isNull();
    }

    private static Embeddings point(int count, float value) {
        float[] values = new float[count * DIM];
        Arrays.fill(values, value);
        return new Embeddings(count, DIM, values);
    }

    private static Embeddings noise(int count) {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[count * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return new Embeddings(count, DIM, values);
    }
}
