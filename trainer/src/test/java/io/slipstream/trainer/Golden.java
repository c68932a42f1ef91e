package io.slipstream.trainer;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reference tensors that a script of {@code src/test/golden} computed with PyTorch, and the formulas both sides share. */
public final class Golden {

    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    /** Reads {@code golden/NAME.txt}. */
    public Golden(String name) {
        String file = "/golden/" + name + ".txt";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                requireNonNull(Golden.class.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(this::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void parse(String line) {
        String[] sides = line.split(":", 2);
        String[] head = sides[0].split(" ", 2);
        String[] numbers = sides[1].isBlank() ? new String[0] : sides[1].strip().split(" ", -1);
        float[] elements = new float[numbers.length];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Float.parseFloat(numbers[i]);
        }
        values.put(head[0], elements);
        shapes.put(
                head[0],
                head[1].equals("scalar")
                        ? List.of()
                        : Arrays.stream(head[1].split("x", -1))
                                .map(Long::valueOf)
                                .toList());
    }

    /** The elements of a tensor, row-major. */
    public float[] get(String name) {
        return requireNonNull(values.get(name), name);
    }

    /** The elements of every tensor whose name starts with a prefix, by the rest of the name. */
    public Map<String, float[]> below(String prefix) {
        Map<String, float[]> below = new LinkedHashMap<>();
        values.forEach((name, elements) -> {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), elements);
            }
        });
        return below;
    }

    /** Names and shapes of a network's tensors, in PyTorch's order. */
    public Map<String, List<Long>> tensors(String network) {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        String prefix = network + ".names/";
        shapes.forEach((name, shape) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), shape.subList(0, shape.size() - 1));
            }
        });
        return tensors;
    }

    /** sin(1.3 i + phase), i from 0. */
    public static float[] wave(int count, double phase) {
        float[] wave = new float[count];
        for (int i = 0; i < count; i++) {
            wave[i] = (float) Math.sin(1.3 * i + phase);
        }
        return wave;
    }

    /** sin(0.7 i² + phase), i from 0. */
    public static float[] chirp(int count, double phase) {
        float[] chirp = new float[count];
        for (int i = 0; i < count; i++) {
            chirp[i] = (float) Math.sin(0.7 * ((double) i * i) + phase);
        }
        return chirp;
    }

    /** As {@link #formula(ScriptModule)}, with chirps in matrices and kernels: well-conditioned in deep networks. */
    public static StateDict weights(ScriptModule module) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        module.allTensors().forEach((name, spec) -> weights.put(name, weights(name, spec.shape())));
        return new StateDict(weights);
    }

    private static float[] weights(String name, Shape shape) {
        if (shape.dimension() < 2) {
            return formula(name, shape);
        }
        int count = Math.toIntExact(shape.size());
        float[] weights = chirp(count, name.chars().sum());
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (weights[i] * 1.5 / Math.sqrt((double) count / shape.get(0)));
        }
        return weights;
    }

    /** Weights by name, as {@code golden.py} computes them. */
    public static StateDict formula(ScriptModule module) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        module.allTensors().forEach((name, spec) -> weights.put(name, formula(name, spec.shape())));
        return new StateDict(weights);
    }

    private static float[] formula(String name, Shape shape) {
        int count = Math.toIntExact(shape.size());
        float[] weights = wave(count, name.chars().sum());
        for (int i = 0; i < count; i++) {
            weights[i] = (float) formula(name, shape, weights[i]);
        }
        return weights;
    }

    private static double formula(String name, Shape shape, double wave) {
        if (name.endsWith("running_var")) {
            return 1 + 0.3 * wave;
        }
        if (shape.dimension() > 1) {
            return wave * 1.5 / Math.sqrt((double) shape.size() / shape.get(0));
        }
        return name.endsWith("weight") ? 1 + 0.2 * wave : 0.1 * wave;
    }
}
