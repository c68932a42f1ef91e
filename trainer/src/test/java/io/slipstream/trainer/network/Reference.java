package io.slipstream.trainer.network;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares networks with what {@code golden.py} stores of PyTorch's: names, outputs, gradients. */
final class Reference {

    private static final double TOLERANCE = 1e-5;

    private final Golden golden;

    Reference(String file) {
        golden = new Golden(file);
    }

    /** Images of {@code golden.py}. */
    static NDArray images(NDManager manager, int count, int height, int width) {
        return manager.create(Golden.chirp(count * 3 * height * width, 0.5), new Shape(count, 3, height, width));
    }

    /** Names and shapes are the reference's, in its order. */
    void assertTensors(String network, ScriptModule module) {
        Map<String, List<Long>> found = new LinkedHashMap<>();
        module.allTensors()
                .forEach((name, spec) -> found.put(
                        name, Arrays.stream(spec.shape().getShape()).boxed().toList()));
        assertThat(found).containsExactlyEntriesOf(golden.tensors(network));
    }

    /** The output in inference mode, loaded by DJL as a user would. */
    void assertInference(String key, ScriptModule module, StateDict state, NDArray x) {
        assertClose(key, Inference.forward(ScriptArchive.write(module, state), x), golden.get(key));
    }

    /** The output in training mode with golden weights, and every parameter's gradient. Returns the program. */
    Program assertTraining(String key, ScriptModule module, NDArray x, NDManager manager) {
        Program program = Program.load(module, Golden.weights(module), manager);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray out = program.call("forward", manager, x).singletonOrThrow();
            NDArray weights = manager.create(Golden.wave((int) out.size(), 0.3), out.getShape());
            collector.backward(out.mul(weights).sum());
            assertClose(key, out.toFloatArray(), golden.get(key));
        }
        Map<String, float[]> gradients = gradients(module, program);
        float[] norms = golden.get(key + ".norms");
        float[][] products = {golden.get(key + ".products0"), golden.get(key + ".products1")};
        assertThat(gradients).hasSize(norms.length);
        float largest = 0;
        for (float norm : norms) {
            largest = Math.max(largest, norm);
        }
        int i = 0;
        for (Map.Entry<String, float[]> gradient : gradients.entrySet()) {
            // Some gradients are zero but for rounding, for instance a bias's in front of a batch norm.
            double tolerance = TOLERANCE * Math.max(norms[i], 0.1 * largest);
            String name = key + ": gradient of " + gradient.getKey();
            assertThat(Math.sqrt(product(gradient.getValue(), gradient.getValue())))
                    .as(name)
                    .isCloseTo(norms[i], within(tolerance));
            for (int phase = 0; phase < 2; phase++) {
                double found = product(gradient.getValue(), Golden.wave(gradient.getValue().length, phase));
                assertThat(found).as(name).isCloseTo(products[phase][i], within(tolerance));
            }
            i++;
        }
        golden.below(key + ".gradient/")
                .forEach((name, whole) -> assertClose(name, requireNonNull(gradients.get(name), name), whole));
        return program;
    }

    private static Map<String, float[]> gradients(ScriptModule module, Program program) {
        List<NDArray> parameters = new ArrayList<>(program.parameters());
        Map<String, float[]> gradients = new LinkedHashMap<>();
        module.allTensors().forEach((name, spec) -> {
            if (spec.trainable()) {
                gradients.put(name, parameters.remove(0).getGradient().toFloatArray());
            }
        });
        return gradients;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** The largest difference is a hundred-thousandth of the largest element at most. */
    private static void assertClose(String name, float[] found, float[] expected) {
        assertThat(found).as(name).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(found[i] - expected[i]));
        }
        assertThat(difference / largest).as(name).isLessThan(TOLERANCE);
    }
}
