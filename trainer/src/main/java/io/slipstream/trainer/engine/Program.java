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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A TorchScript module that lives in libtorch: its methods can be called, its tensors read.
 *
 * <p>Tensors belong to the manager it was loaded into and die with it. Not thread-safe.
 */
public final class Program {

    private final PtSymbolBlock block;
    private final List<NDArray> parameters;
    private final List<String> parameterNames;
    private final List<NDArray> buffers;
    private final Map<String, NDArray> tensors;
    private final boolean foreign;

    private Program(
            PtSymbolBlock block,
            List<NDArray> parameters,
            List<NDArray> buffers,
            Map<String, NDArray> tensors,
            boolean foreign) {
        this.block = block;
        this.parameters = parameters;
        this.parameterNames = parameters.stream().map(NDArray::getName).toList();
        this.buffers = buffers;
        this.tensors = tensors;
        this.foreign = foreign;
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
        List<NDArray> buffers = List.copyOf(call(block, "buffers", owner, Arguments.of()));
        return new Program(block, parameters, buffers, byName(module, parameters, buffers), false);
    }

    /**
     * Loads an archive of any origin, in training mode.
     *
     * <p>Its parameters are those that take gradients, in libtorch's order and with its names. Its buffers are not
     * handed out, since libtorch names parameters alone: {@link #buffers()} is empty, {@link #state()} lacks them,
     * {@link #archive()} holds them.
     *
     * @param manager owner of the module and its tensors
     * @throws IllegalArgumentException if no parameter takes gradients, as in a frozen program
     * @throws ai.djl.engine.EngineException if libtorch refuses the archive
     */
    public static Program load(byte[] archive, NDManager manager) {
        PtNDManager owner = (PtNDManager) manager;
        PtSymbolBlock block = loadBlock(archive, owner);
        List<NDArray> parameters = JniUtils.moduleGetParams(block, owner).stream()
                .filter(NDArray::hasGradient)
                .toList();
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("expected a program with trainable parameters, found none");
        }
        JniUtils.enableTrainingMode(block);
        Map<String, NDArray> byName = new LinkedHashMap<>();
        parameters.forEach(parameter -> byName.put(parameter.getName(), parameter));
        return new Program(block, parameters, List.of(), byName, true);
    }

    private static Map<String, NDArray> byName(ScriptModule module, List<NDArray> parameters, List<NDArray> buffers) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        Iterator<NDArray> nextParameter = parameters.iterator();
        Iterator<NDArray> nextBuffer = buffers.iterator();
        module.allTensors()
                .forEach((name, spec) -> tensors.put(name, (spec.trainable() ? nextParameter : nextBuffer).next()));
        return tensors;
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

    /** Names of the parameters, in their order. */
    public List<String> parameterNames() {
        return parameterNames;
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
        return call(block, method, scope, arguments);
    }

    private static NDList call(PtSymbolBlock block, String method, NDManager scope, Arguments arguments) {
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

    /** Chooses between training and evaluation, for instance between a batch's statistics and the running ones. */
    public void setTraining(boolean training) {
        if (training) {
            JniUtils.enableTrainingMode(block);
        } else {
            JniUtils.enableInferenceMode(block);
        }
    }

    /**
     * Returns the program with its current weights as an archive that opens in evaluation mode everywhere.
     *
     * <p>Leaves the program in training mode.
     */
    public byte[] archive() {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        JniUtils.enableInferenceMode(block);
        try {
            JniUtils.writeModule(block, archive, false);
        } finally {
            JniUtils.enableTrainingMode(block);
        }
        return archive.toByteArray();
    }

    /** Whether the program was loaded from an archive of any origin, so that {@link #archive()} alone holds its buffers. */
    public boolean isForeign() {
        return foreign;
    }

    /** Every tensor by name. They alias the module's own: writing to them restores it. */
    public Map<String, NDArray> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Copies the values of every tensor out of libtorch, by name. */
    public StateDict state() {
        Map<String, float[]> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
        return new StateDict(values);
    }
}
