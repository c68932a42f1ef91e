package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.network.Encoder;
import io.slipstream.trainer.network.ResNet;
import io.slipstream.trainer.optim.OptimizerConfig;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.view.TestViews;
import io.slipstream.trainer.view.ViewConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class ByolTest {

    private static final int SIZE = 8;
    private static final ByolConfig CONFIG = new ByolConfig(16, 8, 200);
    private static final ViewConfig VIEWS = TestViews.config("crop-min-area: 0.4");
    private static final OptimizerConfig OPTIMIZER = new OptimizerConfig(0.003, 10, 1e-4, 0.9, 0.999, 1e-8);

    private static Byol byol(long seed, NDManager manager) {
        Encoder encoder = ResNet.basic("tiny", SIZE, 1, 1, List.of(8, 16));
        return new Byol(CONFIG, encoder, VIEWS, OPTIMIZER, seed, manager);
    }

    /** Stripes: every image has a direction, a width and two colours of its own. */
    private static ByteBuffer images(int count) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(count * 3 * SIZE * SIZE);
        for (int image = 0; image < count; image++) {
            int width = 1 + image % 3;
            for (int channel = 0; channel < 3; channel++) {
                int light = 40 + (image * 53 + channel * 91) % 216;
                for (int i = 0; i < SIZE * SIZE; i++) {
                    int along = image % 2 == 0 ? i % SIZE : i / SIZE;
                    pixels.put((byte) (along / width % 2 == 0 ? light : 255 - light));
                }
            }
        }
        return pixels.flip();
    }

    private static StateDict trained(long seed, int steps, NDManager manager) {
        Byol byol = byol(seed, manager);
        for (int step = 0; step < steps; step++) {
            byol.step(images(8), 8, step);
        }
        return byol.encoderState();
    }

    @Test
    void twoRunsOfOneSeedAreEqualToTheLastBit(NDManager manager) {
        StateDict one = trained(4, 5, manager);
        StateDict two = trained(4, 5, manager);
        assertThat(two.values().keySet()).containsExactlyElementsOf(one.values().keySet());
        one.values()
                .forEach((name, values) -> assertThat(two.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void anotherSeedGivesAnotherEncoder(NDManager manager) {
        assertThat(trained(5, 5, manager).get("layer2.0.conv2.weight"))
                .isNotEqualTo(trained(4, 5, manager).get("layer2.0.conv2.weight"));
    }

    @Test
    void theLossFallsOnStructuredImages(NDManager manager) {
        Byol byol = byol(4, manager);
        double first = 0;
        double last = 0;
        for (int step = 0; step < 60; step++) {
            double loss = byol.step(images(32), 32, step).loss();
            assertThat(loss).isBetween(0.0, 8.0);
            first += step < 10 ? loss / 10 : 0;
            last += step >= 50 ? loss / 10 : 0;
        }
        assertThat(last).isLessThan(first * 0.7);
    }

    @Test
    void aStepMovesEveryParameterOfTheStudent(NDManager manager) {
        Byol byol = byol(4, manager);
        StateDict before = byol.studentState();
        byol.step(images(8), 8, 0);
        StateDict after = byol.studentState();
        before.values()
                .forEach((name, values) -> assertThat(after.get(name)).as(name).isNotEqualTo(values));
    }

    @Test
    void theTeacherStartsAsTheStudentAndFollowsAsTheAverageSays(NDManager manager) {
        Byol byol = byol(4, manager);
        StateDict start = byol.teacherState();
        start.values()
                .forEach((name, values) ->
                        assertThat(byol.studentState().get(name)).as(name).isEqualTo(values));
        for (int step = 0; step < 3; step++) {
            StateDict before = byol.teacherState();
            StepResult result = byol.step(images(8), 8, step);
            double momentum = result.momentum();
            assertThat(momentum).isCloseTo(Math.pow(2, -8 / 200.0), within(1e-12));
            StateDict student = byol.studentState();
            StateDict teacher = byol.teacherState();
            teacher.values().forEach((name, found) -> {
                if (!name.contains("running_")) {
                    for (int i = 0; i < found.length; i++) {
                        double expected = momentum * before.get(name)[i] + (1 - momentum) * student.get(name)[i];
                        assertThat((double) found[i]).as(name).isCloseTo(expected, within(1e-6));
                    }
                }
            });
        }
    }

    @Test
    void studentAndTeacherKeepBatchStatisticsOfTheirOwn(NDManager manager) {
        Byol byol = byol(4, manager);
        byol.step(images(8), 8, 0);
        byol.step(images(8), 8, 1);
        String name = "projector.1.running_mean";
        assertThat(byol.teacherState().get(name)).isNotEqualTo(new float[16]);
        assertThat(byol.teacherState().get(name))
                .isNotEqualTo(byol.studentState().get(name));
    }

    @Test
    void theRateWarmsUpAndIsReported(NDManager manager) {
        Byol byol = byol(4, manager);
        assertThat(byol.step(images(8), 8, 0).learningRate()).isCloseTo(0.0003, within(1e-12));
        assertThat(byol.step(images(8), 8, 25).learningRate()).isEqualTo(0.003);
    }

    @Test
    void aThousandStepsKeepNothingNative(NDManager manager) throws IOException {
        Byol byol = byol(4, manager);
        ByteBuffer images = images(4);
        for (int step = 0; step < 100; step++) {
            byol.step(images, 4, step);
        }
        int arrays = nativeArrays(manager);
        long resident = residentBytes();
        for (int step = 100; step < 1_100; step++) {
            byol.step(images, 4, step);
        }
        assertThat(nativeArrays(manager)).isEqualTo(arrays);
        // The intermediates of a step hold about half a megabyte: steps whose graphs stayed alive would add hundreds.
        assertThat(residentBytes() - resident).isLessThan(64L << 20);
    }

    /** Arrays of this test's manager and of the one above it, which owns what was made without a scope. */
    private static int nativeArrays(NDManager manager) {
        return manager.getParentManager().getManagedArrays().size();
    }

    /** Memory of this process, the garbage of its heap collected. */
    private static long residentBytes() throws IOException {
        System.gc();
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * 4096;
    }
}
