package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.backbone.PretrainedConfig;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.network.NetworkConfig;
import io.slipstream.trainer.optim.OptimizerConfig;
import io.slipstream.trainer.view.ViewConfig;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A learner whose backbone is of foreign make, with batch statistics that no name reaches, goes on from a state. */
@ExtendWith(WithTorch.class)
class ResumeForeignTest {

    private static final int SIZE = 8;
    private static final int BATCH = 8;

    private static Learner learner(Map<String, byte[]> programs, NDManager manager) throws Exception {
        Path file = Path.of(Objects.requireNonNull(ResumeForeignTest.class.getResource("/foreign/scripted.pt"))
                .toURI());
        NetworkConfig network = TestLearner.section("{image-size: " + SIZE + "}", NetworkConfig.class);
        Backbone backbone = TestLearner.section("{encoder: '" + file + "'}", PretrainedConfig.class)
                .backbone(network, 1, manager)
                .resumed(programs);
        ByolConfig byol = TestLearner.section("{hidden: 16, projection: 8, teacher-half-life: 200}", ByolConfig.class);
        LearnerSettings settings = new LearnerSettings(
                TestLearner.section("{crop-min-area: 0.4}", ViewConfig.class),
                TestLearner.section("{learning-rate: 0.003, warm-up-steps: 10}", OptimizerConfig.class),
                TestLearner.section("{}", RegularizersConfig.class),
                BATCH,
                SIZE,
                0,
                10,
                0,
                4);
        return new Learner(new Byol(byol), backbone, settings, Devices.cpu(), manager);
    }

    @Test
    void itEqualsOneThatNeverStoppedBatchStatisticsAndAll(NDManager manager) throws Exception {
        Learner uninterrupted = learner(Map.of(), manager);
        train(uninterrupted, 0, 5);
        LearnerState state = uninterrupted.state();
        train(uninterrupted, 5, 4);

        Learner resumed = learner(state.programs(), manager);
        resumed.restore(state);
        train(resumed, 5, 4);

        assertThat(state.programs()).containsOnlyKeys(Backbone.STUDENT, Backbone.TEACHER);
        LearnerState expected = uninterrupted.state();
        LearnerState found = resumed.state();
        assertThat(found.tensors().keySet()).isEqualTo(expected.tensors().keySet());
        expected.tensors().forEach((name, tensor) -> assertThat(
                        Objects.requireNonNull(found.tensors().get(name)).values())
                .as(name)
                .containsExactly(tensor.values()));
        expected.programs().forEach((name, program) -> assertThat(
                        Arrays.equals(found.programs().get(name), program))
                .as(name)
                .isTrue());
    }

    private static void train(Learner learner, int from, int steps) {
        ByteBuffer images = Stripes.images(BATCH, SIZE);
        for (int step = from; step < from + steps; step++) {
            learner.step(images, BATCH, step);
        }
    }
}
