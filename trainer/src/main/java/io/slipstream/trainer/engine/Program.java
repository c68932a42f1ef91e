package io.slipstream.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A TorchScript module that lives in libtorch: its methods can be called, its tensors read.
 *
 * <p>Tensors belong to the manager it was loaded into and die with it. Not thread-safe.
 */
public final class Program {

    private final ScriptModule module;
    private final PtSymbolBlock block;
    private final List<NDArray> parameters;
    private final List<NDArray> buffers;

    private Program(ScriptModule module, PtSymbolBlock block, List<NDArray> parameters, List<NDArray> buffers) {
        this.module = module;
        this.block = block;
        this.parameters = parameters;
        this.buffers = buffers;
    }

    /**
     * Loads a module with the given state, in training mode.
     *
     * @param manager owner of the module and its tensors
     * @throws IllegalStateException if libtorch does not see the module's parameters in the module's order
     */
    public static Program load(ScriptModule module, StateDict state, NDManager manager) {
        PtNDManager owner = (PtNDManager) manager;
        PtSymbolBlock block = loadBlock(ScriptArchive.write(module, state), owner);
        JniUtils.enableTrainingMode(block);
        NDList found = JniUtils.moduleGetParams(block, owner);
        requireNames(module, found.stream().map(NDArray::getName).toList());
        List<NDArray> parameters = List.copyOf(found);
        Program loaded = new Program(module, block, parameters, List.of());
        List<NDArray> buffers = List.copyOf(loaded.call("buffers", owner));
        return new Program(module, block, parameters, buffers);
    }

    /** Loads a module that holds no tensors: a function. */
    public static Program load(ScriptModule module, NDManager manager) {
        return load(module, new StateDict(Map.of()), manager);
    }

    /** The order of parameters carries their meaning from here on: it must be the module's. */
    private static void requireNames(ScriptModule module, List<String> found) {
        List<String> expected = module.allTensors().entrySet().stream()
                .filter(tensor -> tensor.getValue().trainable())
                .map(Map.Entry::getKey)
                .toList();
        if (!found.equals(expected)) {
            throw new IllegalStateException("expected the parameters " + expected + ", found " + found);
        }
    }

    /** libtorch reads trainable modules from files only. */
    private static PtSymbolBlock loadBlock(byte[] archive, PtNDManager manager) {
        try {
            Path file = Files.createTempFile("slipstream-", ".pt");
            try {
                Files.write(file, archive);
                return JniUtils.loadModule(manager, file, true, new String[0], new String[0], true);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "could not write a program of " + archive.length + " bytes to the temporary directory", e);
        }
    }

    /** Parameters in the order of the module's declaration. They alias the module's own. */
    public List<NDArray> parameters() {
        return parameters;
    }

    /** Buffers in the order of the module's declaration. They alias the module's own. */
    public List<NDArray> buffers() {
        return buffers;
    }

    /**
     * Calls a method.
     *
     * <p>Gradients are recorded when the calling thread collects them. A list of tensors is passed by
     * {@link Arguments#list}.
     *
     * @param scope owner of what the method returns
     * @return the tensors the method returns, in order
     */
    public NDList call(String method, NDManager scope, Arguments arguments) {
        try (NDArray name = scope.create(0f)) {
            name.setName("module_method:" + method);
            NDList inputs = new NDList(arguments.arrays().size() + 1);
            inputs.add(name);
            inputs.addAll(arguments.arrays());
            return IValueUtils.forward(block, inputs, true);
        }
    }

    /** Calls a method with single tensors. */
    public NDList call(String method, NDManager scope, NDArray... arguments) {
        return call(method, scope, Arguments.of(arguments));
    }

    /** Copies the values of every tensor out of libtorch. */
    public StateDict state() {
        Map<String, float[]> values = new LinkedHashMap<>();
        List<NDArray> remainingParameters = new ArrayList<>(parameters);
        List<NDArray> remainingBuffers = new ArrayList<>(buffers);
        module.allTensors().forEach((name, spec) -> {
            List<NDArray> source = spec.trainable() ? remainingParameters : remainingBuffers;
            values.put(name, source.remove(0).toFloatArray());
        });
        return new StateDict(values);
    }
}
