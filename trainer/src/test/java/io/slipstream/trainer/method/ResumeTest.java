package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A learner that goes on from a state, against one that never stopped. */
@ExtendWith(WithTorch.class)
class ResumeTest {

    private static final int BEFORE = 7;
    private static final int AFTER = 6;
    private static final String REGULARIZERS =
            "{alignment: {weight: 1, hidden: 16, half-life: 200}, distillation: {weight: 1, hidden: 16}, gram: {weight: 1}}";

    @ParameterizedTest
    @EnumSource(MethodName.class)
    void aResumedLearnerEqualsOneThatNeverStoppedToTheLastBit(MethodName name, NDManager manager) throws IOException {
        Learner uninterrupted = new TestLearner().of(name, manager);
        train(uninterrupted, 0, BEFORE);
        LearnerState state = uninterrupted.state();
        train(uninterrupted, BEFORE, AFTER);

        Learner resumed = new TestLearner().of(name, manager);
        train(resumed, 100, 3); // what it was before must not show through
        resumed.restore(state);
        train(resumed, BEFORE, AFTER);
        assertThat(bits(resumed)).isEqualTo(bits(uninterrupted));

        Learner coldStarted = new TestLearner().of(name, manager);
        train(coldStarted, BEFORE, AFTER);
        assertThat(bits(coldStarted)).isNotEqualTo(bits(uninterrupted));
    }

    @ParameterizedTest
    @EnumSource(MethodName.class)
    void soDoesOneWithRegularizers(MethodName name, NDManager manager) throws IOException {
        TestLearner recipe = new TestLearner()
                .network("{name: vit-slim, image-size: 16, patch: 4}")
                .regularizers(REGULARIZERS);
        Learner uninterrupted = recipe.of(name, manager);
        train(uninterrupted, 0, 3);
        uninterrupted.anchor(uninterrupted.state());
        train(uninterrupted, 3, BEFORE - 3);
        LearnerState state = uninterrupted.state();
        train(uninterrupted, BEFORE, AFTER);

        Learner resumed = recipe.of(name, manager);
        train(resumed, 100, 3);
        resumed.restore(state);
        train(resumed, BEFORE, AFTER);
        assertThat(bits(resumed)).isEqualTo(bits(uninterrupted));
        assertThat(state.tensors().keySet())
                .anyMatch(tensor -> tensor.startsWith("memory/alignment/"))
                .anyMatch(tensor -> tensor.startsWith("memory/anchor/"))
                .anyMatch(tensor -> tensor.startsWith("student/aligner"))
                .anyMatch(tensor -> tensor.startsWith("optimizer/first/aligner"));
    }

    @ParameterizedTest
    @EnumSource(MethodName.class)
    void aStateIsACopyThatLaterStepsLeaveAlone(MethodName name, NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(name, manager);
        train(learner, 0, 2);
        LearnerState state = learner.state();
        Map<String, Integer> before = hashes(state);
        train(learner, 2, 2);
        assertThat(hashes(state)).isEqualTo(before).isNotEqualTo(bits(learner));
    }

    @Test
    void aWarmUpThatBeganAnewIsPartOfTheState(NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(MethodName.BYOL, manager);
        train(learner, 0, 12);
        learner.rewarm(12);
        Learner resumed = new TestLearner().of(MethodName.BYOL, manager);
        resumed.restore(learner.state());
        ByteBuffer images = Stripes.images(TestLearner.BATCH, TestLearner.SIZE);
        assertThat(resumed.step(images, TestLearner.BATCH, 13).learningRate())
                .isEqualTo(learner.step(images, TestLearner.BATCH, 13).learningRate());
    }

    @Test
    void aStateOfAnotherMethodIsRefusedByItsTensorsAndChangesNothing(NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(MethodName.BYOL, manager);
        Map<String, Integer> before = bits(learner);
        LearnerState dino = new TestLearner().of(MethodName.DINO, manager).state();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learner.restore(dino))
                .withMessageContainingAll("missing student/predictor", "unexpected memory/center");
        assertThat(bits(learner)).isEqualTo(before);
    }

    private static void train(Learner learner, int from, int steps) {
        ByteBuffer images = Stripes.images(TestLearner.BATCH, TestLearner.SIZE);
        for (int step = from; step < from + steps; step++) {
            learner.step(images, TestLearner.BATCH, ReplayedRows.from(TestLearner.BATCH / 2), step);
        }
    }

    private static Map<String, Integer> bits(Learner learner) {
        return hashes(learner.state());
    }

    private static Map<String, Integer> hashes(LearnerState state) {
        Map<String, Integer> hashes = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> tensor : state.tensors().entrySet()) {
            hashes.put(tensor.getKey(), Arrays.hashCode(tensor.getValue().values()));
        }
        return hashes;
    }
}
