package io.slipstream.trainer.weights;

import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of a built-in network as a safetensors file that timm and torchvision load with
 * {@code load_state_dict(…, strict=True)}.
 *
 * <p>Tensors are float32 and carry the module's names, which are timm's. Batch norms' {@code num_batches_tracked} is not
 * written: PyTorch takes its absence for 0, and it is used only by norms without a momentum.
 */
public final class EncoderWeights {

    private EncoderWeights() {}

    /**
     * Returns the bytes of the file; equal weights and metadata give equal bytes.
     *
     * @param state a value for every tensor of the module; others are ignored
     * @param metadata free text by key, for instance network and snapshot id; {@code format: pt} is added
     * @throws NullPointerException if a tensor is missing from the state
     * @throws IllegalArgumentException if a tensor has another number of elements than its shape
     */
    public static byte[] write(ScriptModule module, StateDict state, Map<String, String> metadata) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        module.allTensors().forEach((name, spec) -> tensors.put(name, new Tensor(spec.shape(), state.get(name))));
        Map<String, String> texts = new LinkedHashMap<>(metadata);
        texts.put("format", "pt");
        return SafeTensorsWriter.write(tensors, texts);
    }
}
