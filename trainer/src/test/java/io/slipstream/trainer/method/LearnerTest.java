package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.replay.Observations;
import io.slipstream.trainer.script.StateDict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithTorch.class)
class LearnerTest {

    private static final Devices TWO = new Devices(List.of(Device.cpu(), Device.cpu()));
    private static final String TRANSFORMER = "{name: vit-slim, image-size: 16, patch: 4}";
    private static final String GROUP_NORM = "{name: resnet-slim, image-size: 16, norm: group}";

    private static ByteBuffer images() {
        return Stripes.images(TestLearner.BATCH, TestLearner.SIZE);
    }

    private static void train(Learner learner, int steps) {
        for (int step = 0; step < steps; step++) {
            learner.step(images(), TestLearner.BATCH, step);
        }
    }

    private static StateDict trained(TestLearner learner, MethodName method, int steps, NDManager manager)
            throws IOException {
        Learner trained = learner.of(method, manager);
        train(trained, steps);
        return trained.studentState();
    }

    @ParameterizedTest
    @EnumSource
    void twoRunsOfOneSeedAreEqualToTheLastBit(MethodName method, NDManager manager) throws IOException {
        StateDict one = trained(new TestLearner(), method, 3, manager);
        StateDict two = trained(new TestLearner(), method, 3, manager);
        assertThat(two.values().keySet()).containsExactlyElementsOf(one.values().keySet());
        one.values()
                .forEach((name, values) -> assertThat(two.get(name)).as(name).isEqualTo(values));
    }

    @ParameterizedTest
    @EnumSource
    void anotherSeedGivesAnotherEncoder(MethodName method, NDManager manager) throws IOException {
        String name = "backbone.layer2.0.conv2.weight";
        assertThat(trained(new TestLearner().seed(5), method, 1, manager).get(name))
                .isNotEqualTo(trained(new TestLearner(), method, 1, manager).get(name));
    }

    @ParameterizedTest
    @EnumSource
    void aStepMovesEveryParameterOfTheStudent(MethodName method, NDManager manager) throws IOException {
        Learner learner = new TestLearner()
                .dino("{hidden: 16, bottleneck: 8, prototypes: 32, frozen-last-layer-steps: 0}")
                .of(method, manager);
        Map<String, float[]> before = learner.studentState().values();
        train(learner, 1);
        StateDict after = learner.studentState();
        before.forEach((name, values) -> assertThat(after.get(name)).as(name).isNotEqualTo(values));
    }

    @ParameterizedTest
    @EnumSource
    void theLossFallsOnStructuredImages(MethodName method, NDManager manager) throws IOException {
        // DINO with teacher and center at rest: its targets may sharpen faster than the student comes.
        Learner learner = new TestLearner()
                .dino("{hidden: 16, bottleneck: 8, prototypes: 32, frozen-last-layer-steps: 0,"
                        + " teacher-half-life: 1e9, center-momentum: 1}")
                .of(method, manager);
        double first = 0;
        double last = 0;
        for (int step = 0; step < 40; step++) {
            StepResult result = learner.step(images(), TestLearner.BATCH, step);
            assertThat(result.loss()).as("step %d", step).isFinite();
            assertThat(result.gradientNorm()).isPositive();
            first += step < 10 ? result.loss() / 10 : 0;
            last += step >= 30 ? result.loss() / 10 : 0;
        }
        assertThat(last).isLessThan(first);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SIMSIAM", "SIMCLR"},
            mode = EnumSource.Mode.EXCLUDE)
    void theTeacherStartsAsTheStudentAndFollowsAsTheAverageSays(MethodName method, NDManager manager)
            throws IOException {
        Learner learner = new TestLearner().of(method, manager);
        StateDict start = learner.teacherState();
        StateDict student = learner.studentState();
        start.values()
                .forEach(
                        (name, values) -> assertThat(student.get(name)).as(name).isEqualTo(values));
        for (int step = 0; step < 2; step++) {
            StateDict before = learner.teacherState();
            double momentum = learner.step(images(), TestLearner.BATCH, step).momentum();
            assertThat(momentum).isBetween(0.5, 1.0);
            StateDict followed = learner.studentState();
            learner.teacherState().values().forEach((name, found) -> {
                if (!name.contains("running_")) {
                    for (int i = 0; i < found.length; i++) {
                        double expected = momentum * before.get(name)[i] + (1 - momentum) * followed.get(name)[i];
                        assertThat((double) found[i]).as(name).isCloseTo(expected, within(1e-6));
                    }
                }
            });
        }
    }

    @Test
    void studentAndTeacherKeepBatchStatisticsOfTheirOwn(NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(MethodName.BYOL, manager);
        train(learner, 2);
        String name = "projector.1.running_mean";
        assertThat(learner.teacherState().get(name)).isNotEqualTo(new float[16]);
        assertThat(learner.teacherState().get(name))
                .isNotEqualTo(learner.studentState().get(name));
    }

    @Test
    void theEncoderOfDinoIsTheTeachersAndOfByolTheStudents(NDManager manager) throws IOException {
        String name = "layer2.0.conv2.weight";
        Learner dino = new TestLearner().of(MethodName.DINO, manager);
        train(dino, 2);
        assertThat(dino.encoder().state().get(name))
                .isEqualTo(dino.teacherState().get("backbone." + name));
        Learner byol = new TestLearner().of(MethodName.BYOL, manager);
        train(byol, 2);
        assertThat(byol.encoder().state().get(name))
                .isEqualTo(byol.studentState().get("backbone." + name));
    }

    @Test
    void dinosPrototypesRestForTheirFirstSteps(NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(MethodName.DINO, manager);
        float[] start = learner.studentState().get("head.last_layer.weight_v");
        train(learner, 2);
        assertThat(learner.studentState().get("head.last_layer.weight_v")).isEqualTo(start);
        learner.step(images(), TestLearner.BATCH, 2);
        assertThat(learner.studentState().get("head.last_layer.weight_v")).isNotEqualTo(start);
    }

    @Test
    void theHeadsAloneLearnWhileTheBackboneIsFrozen(NDManager manager) throws IOException {
        Learner learner = new TestLearner().frozenSteps(2).of(MethodName.BYOL, manager);
        StateDict start = learner.studentState();
        train(learner, 2);
        StateDict warmed = learner.studentState();
        start.values().forEach((name, values) -> {
            if (name.startsWith("backbone.") && !name.contains("running_")) {
                assertThat(warmed.get(name)).as(name).isEqualTo(values);
            } else {
                assertThat(warmed.get(name)).as(name).isNotEqualTo(values);
            }
        });
        learner.step(images(), TestLearner.BATCH, 2);
        assertThat(learner.studentState().get("backbone.conv1.weight"))
                .isNotEqualTo(start.get("backbone.conv1.weight"));
    }

    @Test
    void mocoV3LeavesARandomPatchProjectionAsItIs(NDManager manager) throws IOException {
        Learner learner = new TestLearner().network(TRANSFORMER).of(MethodName.MOCO_V3, manager);
        StateDict start = learner.studentState();
        train(learner, 2);
        String name = "backbone.patch_embed.proj.weight";
        assertThat(learner.studentState().get(name)).isEqualTo(start.get(name));
        assertThat(learner.studentState().get("backbone.cls_token")).isNotEqualTo(start.get("backbone.cls_token"));
    }

    @Test
    void stochasticDepthRepeatsItselfFromTheSeed(NDManager manager) throws IOException {
        String network = "{name: vit-slim, image-size: 16, patch: 4, drop-path: 0.5}";
        StateDict one = trained(new TestLearner().network(network), MethodName.DINO, 3, manager);
        StateDict two = trained(new TestLearner().network(network), MethodName.DINO, 3, manager);
        StateDict without = trained(new TestLearner().network(TRANSFORMER), MethodName.DINO, 3, manager);
        String name = "backbone.blocks.3.mlp.fc2.weight";
        assertThat(two.get(name)).isEqualTo(one.get(name)).isNotEqualTo(without.get(name));
    }

    @ParameterizedTest
    @EnumSource
    void twoReplicasLearnWhatOneLearnsFromTheJoinedBatch(MethodName method, NDManager manager) throws IOException {
        assertThatTwoReplicasLearnWhatOneLearns(method, TRANSFORMER, manager);
    }

    @Test
    void twoReplicasOfAConvolutionalNetworkLearnWhatOneLearns(NDManager manager) throws IOException {
        assertThatTwoReplicasLearnWhatOneLearns(MethodName.BYOL, GROUP_NORM, manager);
    }

    private static void assertThatTwoReplicasLearnWhatOneLearns(MethodName method, String network, NDManager manager)
            throws IOException {
        // Plain SGD: the first updates of AdamW are signs of gradients, in which rounding decides.
        TestLearner one = new TestLearner().network(network).optimizer("{type: sgd, learning-rate: 0.05}");
        TestLearner two = new TestLearner()
                .network(network)
                .optimizer("{type: sgd, learning-rate: 0.05}")
                .devices(TWO);
        StateDict expected = trained(one, method, 2, manager);
        trained(two, method, 2, manager).values().forEach((name, found) -> assertThat(
                        largestDifference(found, expected.get(name)))
                .as(name)
                .isLessThan(2e-5));
    }

    private static double largestDifference(float[] one, float[] other) {
        assertThat(one).hasSameSizeAs(other);
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .max()
                .orElse(0);
    }

    @Test
    void replicasWithBatchNormStayEqual(NDManager manager) throws IOException {
        Learner learner = new TestLearner().devices(TWO).of(MethodName.BYOL, manager);
        train(learner, 3);
        List<StateDict> replicas = learner.studentReplicas();
        assertThat(replicas).hasSize(2);
        replicas.get(0)
                .values()
                .forEach((name, values) ->
                        assertThat(replicas.get(1).get(name)).as(name).isEqualTo(values));
    }

    @Test
    void bfloat16LearnsToo(NDManager manager) throws IOException {
        Learner learner = new TestLearner()
                .network("{name: resnet-slim, image-size: 16, precision: bfloat16}")
                .of(MethodName.BYOL, manager);
        double first = learner.step(images(), TestLearner.BATCH, 0).loss();
        double last = first;
        for (int step = 1; step < 40; step++) {
            last = learner.step(images(), TestLearner.BATCH, step).loss();
        }
        assertThat(last).isLessThan(first);
    }

    @Test
    void theRateWarmsUpAndDoesSoAgainOnRequest(NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(MethodName.BYOL, manager);
        assertThat(learner.step(images(), TestLearner.BATCH, 0).learningRate()).isCloseTo(0.0003, within(1e-12));
        assertThat(learner.step(images(), TestLearner.BATCH, 25).learningRate()).isEqualTo(0.003);
        learner.rewarm(26);
        assertThat(learner.step(images(), TestLearner.BATCH, 26).learningRate()).isCloseTo(0.0003, within(1e-12));
        assertThat(learner.step(images(), TestLearner.BATCH, 36).learningRate()).isEqualTo(0.003);
    }

    @Test
    void theRankIsMeasuredEveryTenSteps(NDManager manager) throws IOException {
        Learner learner = new TestLearner().of(MethodName.BYOL, manager);
        for (int step = 0; step < 11; step++) {
            StepResult result = learner.step(images(), TestLearner.BATCH, step);
            assertThat(result.rank().isPresent()).as("step %d", step).isEqualTo(step % 10 == 0);
            result.rank().ifPresent(rank -> assertThat(rank).isBetween(1.0, TestLearner.BATCH * 1.01));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStepReportsOfItsImagesWhatIsAskedForAndLearnsTheSame(MethodName method, NDManager manager)
            throws IOException {
        Learner silent = new TestLearner().of(method, manager);
        Learner talking = new TestLearner().featureDim(6).of(method, manager);
        for (int step = 0; step < 2; step++) {
            ByteBuffer pixels = images();
            assertThat(silent.step(pixels, TestLearner.BATCH, step).observations())
                    .isEmpty();
            Observations observations =
                    talking.step(pixels, TestLearner.BATCH, step).observations().orElseThrow();
            assertThat(observations.dim()).isEqualTo(6);
            assertThat(observations.deviations()).hasSize(TestLearner.BATCH);
            for (int image = 0; image < TestLearner.BATCH; image++) {
                double square = 0;
                for (int k = 0; k < 6; k++) {
                    square += Math.pow(observations.features()[image * 6 + k], 2);
                }
                assertThat(square).isCloseTo(1, within(1e-5));
                assertThat(observations.deviations()[image]).isBetween(-1e-6f, 2f);
            }
        }
        silent.studentState()
                .values()
                .forEach((name, values) ->
                        assertThat(talking.studentState().get(name)).as(name).isEqualTo(values));
    }
}
