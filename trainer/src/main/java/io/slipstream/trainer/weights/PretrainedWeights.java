package io.slipstream.trainer.weights;

import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.script.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a built-in network's weights from a safetensors file with timm's names (for ResNets torchvision's too). */
public final class PretrainedWeights {

    private static final Logger log = LoggerFactory.getLogger(PretrainedWeights.class);

    /** What classifiers are called in timm and torchvision; an encoder has none. */
    private static final List<String> CLASSIFIERS = List.of("head.", "head_dist.", "fc.", "classifier.");

    /** Batch norms count batches here; only norms without a momentum look at it. */
    private static final String BATCH_COUNT = ".num_batches_tracked";

    private PretrainedWeights() {}

    /**
     * Loads a value for every tensor of a module.
     *
     * <p>Ignored, with a line in the log: {@code *.num_batches_tracked} and the classifiers {@code head.*},
     * {@code head_dist.*}, {@code fc.*} and {@code classifier.*}. Nothing is resampled: position embeddings of another
     * grid are mis-shaped. F16, BF16 and F64 become float32.
     *
     * @throws EncoderException if the file is malformed, or with every missing, unexpected and mis-shaped key at once
     * @throws IOException if the file cannot be read
     */
    public static StateDict load(Path file, ScriptModule encoder) throws IOException, EncoderException {
        Map<String, TensorSpec> expected = encoder.allTensors();
        try (SafeTensorsFile weights = SafeTensorsFile.open(file)) {
            Map<String, Shape> found = weights.shapes();
            List<String> ignored = found.keySet().stream()
                    .filter(name -> !expected.containsKey(name) && isTolerated(name))
                    .toList();
            found.keySet().removeAll(ignored);
            requireSame(file, expected, found);
            Map<String, float[]> values = new LinkedHashMap<>();
            for (String name : expected.keySet()) {
                values.put(name, weights.read(name));
            }
            log.atInfo()
                    .addKeyValue("file", file)
                    .addKeyValue("tensors", values.size())
                    .addKeyValue("ignored", ignored)
                    .log("Loaded pretrained weights");
            return new StateDict(values);
        }
    }

    private static boolean isTolerated(String name) {
        return name.endsWith(BATCH_COUNT) || CLASSIFIERS.stream().anyMatch(name::startsWith);
    }

    private static void requireSame(Path file, Map<String, TensorSpec> expected, Map<String, Shape> found)
            throws EncoderException {
        List<String> problems = new ArrayList<>();
        expected.forEach((name, spec) -> {
            Shape shape = found.get(name);
            if (shape == null) {
                problems.add("missing: " + name + ", expected " + spec.shape());
            } else if (!shape.equals(spec.shape())) {
                problems.add("mis-shaped: " + name + ", expected " + spec.shape() + ", found " + shape);
            }
        });
        found.forEach((name, shape) -> {
            if (!expected.containsKey(name)) {
                problems.add("unexpected: " + name + ", found " + shape);
            }
        });
        if (!problems.isEmpty()) {
            throw new EncoderException(file + ": the weights do not fit the network, " + problems.size()
                    + " of its keys differ\n  " + String.join("\n  ", problems));
        }
    }
}
