package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
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
    @EnumSource(names = {"BYOL", "DINO"}) // with a projector and without; ResumeTest has all of them
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
        ReplayedRows replayed = new ReplayedRows(0, stored(0, TestLearner.BATCH, PROJECTION));
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
        ReplayedRows replayed = new ReplayedRows(4, stored(4, TestLearner.BATCH, PROJECTION + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> step(learner, 0, replayed))
                .withMessageContainingAll("8", "9");
    }

    @Test
    void storedProjectionsChangeTheStepAndWithoutTheSourceNobodyStoresAny(NDManager manager) throws IOException {
        StepResult without =
                step(new TestLearner().regularizers(STORED).of(MethodName.SIMCLR, manager), 0, ReplayedRows.from(4));
        StepResult with = step(
                new TestLearner().regularizers(STORED).of(MethodName.SIMCLR, manager),
                0,
                new ReplayedRows(4, stored(4, TestLearner.BATCH, PROJECTION)));
        assertThat(with.loss()).isEqualTo(without.loss());
        assertThat(with.gradientNorm()).isNotEqualTo(without.gradientNorm());
        assertThat(with.regularizers()).containsOnlyKeys("alignment");

        Learner averaging = new TestLearner().regularizers(average(1)).of(MethodName.SIMCLR, manager);
        assertThat(averaging.storedLength()).isZero();
        assertThat(step(averaging, 0, ReplayedRows.from(4)).projections()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DINO", "SIMCLR"}) // without a projector, and with one
    void whereTheNetworkHasNotMovedTheHeadFindsWhatWasStored(MethodName method, NDManager manager) throws IOException {
        Learner learner = new TestLearner()
                .regularizers(STORED)
                .optimizer("{learning-rate: 0.01, warm-up-steps: 0}")
                .of(method, manager);
        LearnerState start = learner.state();
        Tensor made = step(learner, 0, ReplayedRows.from(4)).projections().orElseThrow();
        SortedMap<Integer, float[]> stored = new TreeMap<>();
        int dim = learner.storedLength();
        for (int image = 4; image < TestLearner.BATCH; image++) {
            stored.put(image, Arrays.copyOfRange(made.values(), image * dim, (image + 1) * dim));
        }
        double last = 0;
        for (int round = 0; round < 150; round++) {
            SortedMap<String, Tensor> tensors = new TreeMap<>(start.tensors());
            learner.state().tensors().forEach((name, tensor) -> {
                if (name.contains(Alignment.HEAD)) {
                    tensors.put(name, tensor);
                }
            });
            learner.restore(new LearnerState(tensors, start.programs(), start.rateStart()));
            last = alignment(step(learner, 0, new ReplayedRows(4, stored)));
        }
        assertThat(last).isBetween(-1.0, -0.9);
    }

    @Test
    void anImageWithNothingStoredTakesNoPart(NDManager manager) throws IOException {
        // No batch norm but the head's: what one image becomes does not depend on the others.
        TestLearner independent =
                new TestLearner().regularizers(STORED).network("{name: resnet-slim, image-size: 16, norm: group}");
        SortedMap<Integer, float[]> stored = stored(4, TestLearner.BATCH - 4, PROJECTION);
        ByteBuffer others = images();
        int bytes = others.capacity() / TestLearner.BATCH;
        for (int i = 0; i < others.capacity(); i++) {
            if (i < 4 * bytes || i >= (TestLearner.BATCH - 4) * bytes) {
                others.put(i, (byte) (i * 31));
            }
        }
        double one = alignment(step(independent.of(MethodName.MOCO_V2, manager), 0, new ReplayedRows(4, stored)));
        double other = alignment(independent
                .of(MethodName.MOCO_V2, manager)
                .step(others, TestLearner.BATCH, new ReplayedRows(4, stored), 0));
        assertThat(other).isCloseTo(one, within(1e-6));

        assertThat(step(independent.of(MethodName.MOCO_V2, manager), 0, new ReplayedRows(4, stored(4, 5, PROJECTION)))
                        .regularizers())
                .as("one image is too few for the head's batch norm")
                .isEmpty();
    }

    @Test
    void nothingCanBeStoredForNewImagesOfABatch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplayedRows(4, stored(3, 6, PROJECTION)))
                .withMessageContainingAll("from 4", "image 3");
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

    /** Projections of the images from one index to another, that one excluded. */
    private static SortedMap<Integer, float[]> stored(int from, int to, int dim) {
        SortedMap<Integer, float[]> stored = new TreeMap<>();
        for (int image = from; image < to; image++) {
            float[] values = new float[dim];
            for (int k = 0; k < dim; k++) {
                values[k] = (float) Math.sin((image * dim + k) * 0.7 * (1 + image));
            }
            stored.put(image, values);
        }
        return stored;
    }
}
