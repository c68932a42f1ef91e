package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.weights.Tensor;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Distillation and Gram anchoring, which hold the student to the network of an earlier snapshot. */
@ExtendWith(WithTorch.class)
class AnchorTest {

    private static final String TRANSFORMER = "{name: vit-slim, image-size: 16, patch: 4}";

    private static TestLearner distilling(double weight) {
        return new TestLearner().regularizers("{distillation: {weight: " + weight + ", hidden: 16}}");
    }

    private static TestLearner anchoring(double weight) {
        return new TestLearner()
                .network(TRANSFORMER)
                .optimizer("{learning-rate: 0.01}")
                .regularizers("{gram: {weight: " + weight + "}}");
    }

    /** Mean loss of a regularizer over the last of some steps after the anchor was set. */
    private static double heldTo(String name, TestLearner recipe, MethodName method, NDManager manager)
            throws IOException {
        Learner learner = recipe.of(method, manager);
        train(learner, 0, 10);
        learner.anchor(learner.state());
        train(learner, 10, 30);
        double sum = 0;
        for (int step = 40; step < 50; step++) {
            sum += Objects.requireNonNull(step(learner, step).regularizers().get(name)) / 10;
        }
        return sum;
    }

    private static float[] remembered(Learner learner, String name) {
        return Objects.requireNonNull(learner.state().tensors().get("memory/anchor/" + name))
                .values();
    }

    private static StepResult step(Learner learner, int step) {
        return learner.step(Stripes.images(TestLearner.BATCH, TestLearner.SIZE), TestLearner.BATCH, step);
    }

    private static void train(Learner learner, int from, int steps) {
        for (int step = from; step < from + steps; step++) {
            step(learner, step);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BYOL", "MOCO_V3", "DINO"}) // without contrast, with it, without a projector
    void distillationKeepsWhatTheAnchorKnew(MethodName method, NDManager manager) throws IOException {
        // AdamW takes steps of one size for any weight, so that either predictor learns as fast.
        assertThat(heldTo("distillation", distilling(5), method, manager))
                .isLessThan(heldTo("distillation", distilling(0.01), method, manager));
    }

    @Test
    void gramAnchoringKeepsLikenessesOfPatches(NDManager manager) throws IOException {
        assertThat(heldTo("gram", anchoring(50), MethodName.DINO, manager))
                .isLessThan(heldTo("gram", anchoring(1e-9), MethodName.DINO, manager) / 2);
    }

    @Test
    void withoutAnAnchorNothingIsHeld(NDManager manager) throws IOException {
        Learner learner = distilling(1).of(MethodName.BYOL, manager);
        assertThat(step(learner, 0).regularizers()).isEmpty();
        learner.anchor(learner.state());
        assertThat(step(learner, 1).regularizers()).containsOnlyKeys("distillation");
    }

    @Test
    void theAnchorStandsStill(NDManager manager) throws IOException {
        Learner learner = distilling(1).of(MethodName.BYOL, manager);
        train(learner, 0, 2);
        learner.anchor(learner.state());
        float[] student = learner.studentState().get("backbone.conv1.weight");
        train(learner, 2, 2);
        assertThat(remembered(learner, "backbone.conv1.weight"))
                .isEqualTo(student)
                .isNotEqualTo(learner.studentState().get("backbone.conv1.weight"));
    }

    @Test
    void whereTheTeacherIsTheEncoderItIsTheAnchorToo(NDManager manager) throws IOException {
        Learner learner = distilling(1).of(MethodName.DINO, manager);
        train(learner, 0, 5);
        learner.anchor(learner.state());
        assertThat(remembered(learner, "backbone.conv1.weight"))
                .isEqualTo(learner.teacherState().get("backbone.conv1.weight"));
    }

    @Test
    void gramAnchoringAloneAddsNoWeights(NDManager manager) throws IOException {
        StateDict plain = new TestLearner()
                .network(TRANSFORMER)
                .of(MethodName.BYOL, manager)
                .studentState();
        assertThat(anchoring(1)
                        .of(MethodName.BYOL, manager)
                        .studentState()
                        .values()
                        .keySet())
                .isEqualTo(plain.values().keySet());
    }

    @Test
    void anAnchorOfAnotherNetworkIsRefusedAndChangesNothing(NDManager manager) throws IOException {
        Learner learner = distilling(1).of(MethodName.BYOL, manager);
        LearnerState other = new TestLearner()
                .network("{name: resnet-slim, image-size: 16, norm: group}")
                .of(MethodName.BYOL, manager)
                .state();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learner.anchor(other))
                .withMessageContaining("running_mean");
        assertThat(remembered(learner, "set")).containsOnly(0f);
    }

    @Test
    void theAnchorOfAnotherLearnerCanBeTakenOver(NDManager manager) throws IOException {
        Learner one = distilling(1).of(MethodName.SIMCLR, manager);
        train(one, 0, 2);
        one.anchor(one.state());
        Learner other = distilling(1).of(MethodName.SIMCLR, manager);
        other.anchorAsIn(one.state());
        Map<String, Tensor> found = other.state().tensors();
        one.state().tensors().forEach((name, tensor) -> {
            if (name.startsWith("memory/anchor/")) {
                assertThat(Objects.requireNonNull(found.get(name)).values())
                        .as(name)
                        .isEqualTo(tensor.values());
            }
        });
    }
}
