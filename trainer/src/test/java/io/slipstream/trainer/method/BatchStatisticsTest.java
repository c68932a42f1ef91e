package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.view.PlainView;
import io.slipstream.trainer.weights.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithTorch.class)
class BatchStatisticsTest {

    private static final int COUNT = 32;

    private static Learner trained(NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(MethodName.BYOL, manager);
        for (int step = 0; step < 3; step++) {
            learner.step(Stripes.images(TestLearner.BATCH, TestLearner.SIZE), TestLearner.BATCH, step);
        }
        return learner;
    }

    private static NDArray images(NDManager manager) {
        Shape shape = new Shape(COUNT, 3, TestLearner.SIZE, TestLearner.SIZE);
        return new PlainView(TestLearner.SIZE, manager)
                .of(manager.create(Stripes.images(COUNT, TestLearner.SIZE), shape, DataType.UINT8));
    }

    private static Map<String, Integer> bits(Learner learner) {
        return learner.state().tensors().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> hash(each.getValue())));
    }

    private static int hash(Tensor tensor) {
        return Arrays.hashCode(tensor.values());
    }

    @Test
    void inUseTheEncoderThenSeesTheseImagesAsTrainingDoes(NDManager manager) throws IOException {
        Learner learner = trained(manager);
        NDArray images = images(manager);
        double before = error(learner.encoder(), images);
        double after = new BatchStatistics(learner.encoder())
                .on(List.of(images), program -> error(program, images))
                .made();
        assertThat(after).isLessThan(0.01).isLessThan(before / 5);
    }

    /** Largest difference of embeddings in use from those in training, as a share of the largest. */
    private static double error(Program program, NDArray images) {
        Map<String, float[]> own = program.state().values();
        float[] training = program.call("forward", images.getManager(), images)
                .singletonOrThrow()
                .toFloatArray();
        own.forEach((name, values) -> {
            if (name.contains("running_")) {
                Objects.requireNonNull(program.tensors().get(name)).set(values); // which the forward has moved
            }
        });
        program.setTraining(false);
        float[] use = program.call("forward", images.getManager(), images)
                .singletonOrThrow()
                .toFloatArray();
        program.setTraining(true);
        double difference = 0;
        double scale = 0;
        for (int i = 0; i < use.length; i++) {
            difference = Math.max(difference, Math.abs(use[i] - training[i]));
            scale = Math.max(scale, Math.abs(training[i]));
        }
        return difference / scale;
    }

    @Test
    void batchesArePooledIntoTheStatisticsOfAllImages(NDManager manager) throws IOException {
        BatchStatistics statistics = new BatchStatistics(trained(manager).encoder());
        NDArray images = images(manager);
        StateDict whole = statistics.on(List.of(images), Program::state).made();
        StateDict pooled =
                statistics.on(images.split(new long[] {10}, 0), Program::state).made();
        StateDict equal = statistics.on(images.split(2), Program::state).made();
        assertThat(equal.get("bn1.running_mean")).containsExactly(whole.get("bn1.running_mean"), within(1e-4f));
        assertThat(equal.get("bn1.running_var")).containsExactly(whole.get("bn1.running_var"), within(2e-3f));
        assertThat(pooled.get("bn1.running_mean")).isNotEqualTo(whole.get("bn1.running_mean"));
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodName.class,
            names = {"BYOL", "DINO"})
    void trainingGoesOnWithItsOwn(MethodName method, NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(method, manager);
        learner.step(Stripes.images(TestLearner.BATCH, TestLearner.SIZE), TestLearner.BATCH, 0);
        Map<String, Integer> before = bits(learner);
        Map<String, float[]> own = learner.encoder().state().values();
        Reestimated<StateDict> found =
                learner.reestimated(Stripes.images(COUNT, TestLearner.SIZE), COUNT, Program::state);
        assertThat(found.drift()).isPresent();
        assertThat(found.drift().getAsDouble()).isPositive();
        found.made().values().forEach((name, values) -> {
            if (name.contains("running_")) {
                assertThat(values).as(name).isNotEqualTo(own.get(name));
            } else {
                assertThat(values).as(name).isEqualTo(own.get(name));
            }
        });
        assertThat(bits(learner)).isEqualTo(before);
    }

    @Test
    void theSameImagesGiveTheSameStatisticsToTheLastBit(NDManager manager) throws IOException {
        Learner learner = trained(manager);
        StateDict one = learner.reestimated(Stripes.images(COUNT, TestLearner.SIZE), COUNT, Program::state)
                .made();
        StateDict two = learner.reestimated(Stripes.images(COUNT, TestLearner.SIZE), COUNT, Program::state)
                .made();
        one.values()
                .forEach((name, values) -> assertThat(two.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void groupNormsAndTooFewImagesAreLeftAlone(NDManager manager) throws IOException {
        Learner group = new TestLearner()
                .network("{name: resnet-slim, image-size: 16, norm: group}")
                .of(MethodName.BYOL, manager);
        assertThat(group.reestimated(Stripes.images(COUNT, TestLearner.SIZE), COUNT, Program::state)
                        .drift())
                .isEmpty();
        assertThat(trained(manager)
                        .reestimated(Stripes.images(1, TestLearner.SIZE), 1, Program::state)
                        .drift())
                .isEmpty();
    }
}
