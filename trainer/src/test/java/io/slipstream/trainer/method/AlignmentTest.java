package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithTorch.class)
class AlignmentTest {

    private static final String STORED = "{alignment: {weight: 1, hidden: 16, source: stored}}";
    private static final int PROJECTION = 8;

    private static String average(double weight) {
        return "{alignment: {weight: " + weight + ", hidden: 16, half-life: 3000}}";
    }

    private static ByteBuffer images() {
        return Stripes.images(TestLearner.BATCH, TestLearner.SIZE);
    }

    private static StepResult step(Learner learner, int step, ReplayedRows replayed) {
        return learner.step(images(), TestLearner.BATCH, replayed, step);
    }

    private static double alignment(StepResult result) {
        return Objects.requireNonNull(result.regularizers().get("alignment"));
    }

    /** Alignment at the end of some steps whose weight in the loss is this. */
    private static double alignmentAfter(double weight, MethodName method, NDManager manager) throws IOException {
        Learner learner = new TestLearner().regularizers(average(weight)).of(method, manager);
        double last = 0;
        for (int step = 0; step < 60; step++) {
            StepResult result = step(learner, step, ReplayedRows.from(4));
            last += step >= 50 ? alignment(result) / 10 : 0;
        }
        return last;
    }

    @ParameterizedTest
    @EnumSource(names = {"BYOL", "MOCO_V2", "DINO", "SIMSIAM"}) // ResumeTest has all of them
    void itKeepsTheStudentNearerToItsAverage(MethodName method, NDManager manager) throws IOException {
        double held = alignmentAfter(5, method, manager);
        // AdamW takes steps of one size for any weight, so that this head learns as fast; the student hardly feels it.
        double free = alignmentAfter(0.01, method, manager);
        assertThat(held).isBetween(-1.0, -0.4).isLessThan(free);
    }

    @Test
    void whatTheStudentIsHeldToFollowsItSlowly(NDManager manager) throws IOException {
        Learner learner = new TestLearner().regularizers(average(1)).of(MethodName.BYOL, manager);
        String name = "memory/alignment/backbone.conv1.weight";
        float[] start =
                Objects.requireNonNull(learner.state().tensors().get(name)).values();
        step(learner, 0, ReplayedRows.from(4));
        float[] average =
                Objects.requireNonNull(learner.state().tensors().get(name)).values();
        float[] student = learner.studentState().get("backbone.conv1.weight");
        double momentum = Math.pow(2, -TestLearner.BATCH / 3000.0);
        for (int i = 0; i < start.length; i++) {
            assertThat((double) average[i]).isCloseTo(momentum * start[i] + (1 - momentum) * student[i], within(1e-6));
        }
    }

    @Test
    void newImagesAreLeftAloneSoThatTheyCanBeLearned(NDManager manager) throws IOException {
        Learner learner = new TestLearner().regularizers(average(1)).of(MethodName.BYOL, manager);
        assertThat(step(learner, 0, ReplayedRows.from(TestLearner.BATCH)).regularizers())
                .isEmpty();
        assertThat(step(learner, 1, ReplayedRows.from(TestLearner.BATCH - 1)).regularizers())
                .as("one image is too few for the head's batch norm")
                .isEmpty();
        assertThat(step(learner, 2, ReplayedRows.from(TestLearner.BATCH - 2)).regularizers())
                .containsOnlyKeys("alignment");
    }

    @Test
    void allImagesCanBeAlignedWithoutReplay(NDManager manager) throws IOException {
        Learner learner = new TestLearner()
                .regularizers("{alignment: {weight: 1, hidden: 16, images: all}}")
                .of(MethodName.BYOL, manager);
        assertThat(step(learner, 0, ReplayedRows.from(TestLearner.BATCH)).regularizers())
                .containsOnlyKeys("alignment");
    }

    @Test
    void theStudentIsPulledTowardsStoredProjections(NDManager manager) throws IOException {
        Learner learner = new TestLearner().regularizers(STORED).of(MethodName.SIMCLR, manager);
        ReplayedRows replayed = new ReplayedRows(0, Optional.of(stored(TestLearner.BATCH, PROJECTION)));
        double first = alignment(step(learner, 0, replayed));
        double last = first;
        for (int step = 1; step < 60; step++) {
            last = alignment(step(learner, step, replayed));
        }
        assertThat(last).isLessThan(first - 0.3);
    }

    @Test
    void withoutStoredProjectionsNothingIsAligned(NDManager manager) throws IOException {
        Learner learner = new TestLearner().regularizers(STORED).of(MethodName.SIMCLR, manager);
        assertThat(step(learner, 0, ReplayedRows.from(4)).regularizers()).isEmpty();
        assertThat(learner.state().tensors().keySet()).noneMatch(name -> name.startsWith("memory/alignment"));
    }

    @Test
    void storedProjectionsOfAnotherLengthAreRefused(NDManager manager) throws IOException {
        Learner learner = new TestLearner().regularizers(STORED).of(MethodName.SIMCLR, manager);
        ReplayedRows replayed = new ReplayedRows(4, Optional.of(stored(TestLearner.BATCH - 4, PROJECTION + 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> step(learner, 0, replayed))
                .withMessageContainingAll("8", "(12, 9)");
    }

    @Test
    void nothingIsStoredForNewImages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestLearner.section("{source: stored, images: all}", AlignmentConfig.class))
                .withMessageContaining("replayed");
    }

    @ParameterizedTest
    @EnumSource
    void withoutRegularizersALearnerIsWhatItWas(MethodName method, NDManager manager) throws IOException {
        Learner plain = new TestLearner().of(method, manager);
        Learner none = new TestLearner().of(method, manager);
        plain.step(images(), TestLearner.BATCH, 0);
        StepResult result = step(none, 0, ReplayedRows.from(4));
        assertThat(result.regularizers()).isEmpty();
        Map<String, float[]> expected = plain.studentState().values();
        StateDict found = none.studentState();
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    private static Tensor stored(int images, int dim) {
        float[] values = new float[images * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i * 0.7 * (1 + i / dim));
        }
        return new Tensor(new Shape(images, dim), values);
    }
}
