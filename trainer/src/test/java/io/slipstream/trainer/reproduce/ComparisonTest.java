package io.slipstream.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.stream.Order;
import io.slipstream.trainer.weights.Tensor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Map<String, byte[]> FILES = Map.of("encoder.pt", new byte[] {1, 2, 3});

    private static LearnerState learner(Map<String, Tensor> tensors) {
        return new LearnerState(new TreeMap<>(tensors), Map.of(), 0);
    }

    private static Tensor tensor(float... values) {
        return new Tensor(new Shape(values.length), values);
    }

    private static Recording recording(LearnerState learner, Order.Event... events) {
        CheckpointHeader header = new CheckpointHeader(
                "m",
                "run",
                1,
                "m-run-e1-00000007.3",
                Optional.empty(),
                Optional.of("m-run-e1-00000007"),
                Optional.empty(),
                Instant.EPOCH,
                1,
                "hash",
                "1",
                Map.of("threads", "3"));
        return new Recording(
                header, ConfigLoader.defaults(TrainerConfig.class), new Order(List.of(events)), 7, learner);
    }

    private static Comparison compare(LearnerState expected, LearnerState found) {
        return Comparison.of(recording(expected), FILES, new Reached(7, found, FILES, Map.of()));
    }

    @Test
    void whatIsEqualToTheLastBitIsIdentical() {
        LearnerState learner = learner(Map.of("student/a", tensor(1, Float.NaN, -0.0f)));

        Comparison comparison = compare(learner, learner(Map.of("student/a", tensor(1, Float.NaN, -0.0f))));

        assertThat(comparison.isIdentical()).isTrue();
        assertThat(comparison.tensors()).isEqualTo(1);
        assertThat(comparison.files()).containsExactly("encoder.pt");
    }

    @Test
    void theLargestDifferenceComesFirstWithItsTensor() {
        Comparison comparison = compare(
                learner(Map.of("student/a", tensor(1, 2), "student/b", tensor(1, 2, 3), "student/c", tensor(4))),
                learner(Map.of(
                        "student/a", tensor(1, 2.25f), "student/b", tensor(1.5f, 2, 2), "student/c", tensor(4))));

        assertThat(comparison.isIdentical()).isFalse();
        assertThat(comparison.differing())
                .containsExactly(new TensorDifference("student/b", 2, 1), new TensorDifference("student/a", 1, 0.25));
    }

    @Test
    void zerosOfAnotherSignDifferAlthoughByNothing() {
        Comparison comparison =
                compare(learner(Map.of("student/a", tensor(0f))), learner(Map.of("student/a", tensor(-0f))));

        assertThat(comparison.isIdentical()).isFalse();
        assertThat(comparison.differing()).containsExactly(new TensorDifference("student/a", 1, 0));
    }

    @Test
    void whatCannotBeSubtractedDiffersWithoutBound() {
        Comparison comparison = compare(
                learner(Map.of("student/a", tensor(1), "student/b", tensor(1, 2), "student/c", tensor(1))),
                learner(Map.of("student/a", tensor(Float.NaN), "student/b", tensor(1), "student/d", tensor(1))));

        assertThat(comparison.differing())
                .allSatisfy(difference -> assertThat(difference.largest()).isInfinite())
                .extracting(TensorDifference::tensor)
                .containsExactly("student/a", "student/b", "student/c", "student/d");
    }

    @Test
    void stepsScheduleProgramsAndFilesAreComparedToo() {
        Recording recording = recording(new LearnerState(new TreeMap<>(), Map.of("student", new byte[] {1, 2}), 5));
        LearnerState found = new LearnerState(new TreeMap<>(), Map.of("student", new byte[] {1, 3}), 0);

        Comparison comparison =
                Comparison.of(recording, FILES, new Reached(6, found, Map.of("other.pt", new byte[0]), Map.of()));

        assertThat(comparison.isIdentical()).isFalse();
        assertThat(comparison.others())
                .containsExactly(
                        "steps: expected 7, found 6",
                        "start of the learning rate's schedule: expected 5, found 0",
                        "program student: differs from byte 1 on",
                        "file encoder.pt: expected 3 bytes, found none",
                        "file other.pt: expected none, found one");
    }

    @Test
    void aWarmUpThatBeganAfterTheLastStepIsKnown() {
        LearnerState learner = learner(Map.of());

        assertThat(recording(learner, new Order.Rewarm(), new Order.Step(2)).endsInRewarm())
                .isFalse();
        assertThat(recording(learner, new Order.Step(2), new Order.Rewarm()).endsInRewarm())
                .isTrue();
        assertThat(recording(learner).threads()).isEqualTo(3);
    }
}
