package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.device.Replicas;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.optim.Parameter;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the two networks of a method, student or teacher: a backbone and the heads on top of it.
 *
 * <p>The backbone may run on several devices; the heads, small and often with batch norm, see the whole batch on the
 * first. Tensors are named {@code backbone.…} and by their head, {@code projector.…}. Not thread-safe.
 */
public final class Branch {

    /** What the names of the backbone's tensors begin with. */
    static final String BACKBONE = "backbone.";

    private final Replicas backbone;
    private final @Nullable Program heads;
    private final List<NDArray> shown = new ArrayList<>();
    private boolean backboneFrozen;
    private boolean showsPatchTokens;

    private Branch(Replicas backbone, @Nullable Program heads) {
        this.backbone = backbone;
        this.heads = heads;
    }

    /**
     * A branch with the given heads, their weights freshly drawn from the seed.
     *
     * @param backbone loads the backbone with its first weights into a manager
     * @param heads modules by name, each with {@code forward(x)}; may be empty
     */
    static Branch of(
            Function<NDManager, Program> backbone,
            Map<String, ScriptModule> heads,
            long seed,
            Devices devices,
            NDManager manager) {
        Replicas replicas = Replicas.load(backbone, devices, manager);
        if (heads.isEmpty()) {
            return new Branch(replicas, null);
        }
        ScriptModule module = module(heads);
        return new Branch(replicas, Program.load(module, StateDict.initial(module, seed), manager));
    }

    /** One module of all heads, with a method {@code apply_NAME} for each. */
    private static ScriptModule module(Map<String, ScriptModule> heads) {
        ScriptModule.Builder module = ScriptModule.named("Heads");
        heads.forEach((name, head) -> module.child(name, head).method("""
                def apply_%1$s(self, x: Tensor) -> Tensor:
                  return self.%1$s.forward(x)
                """.formatted(name)));
        return module.build();
    }

    /** Embeddings of one view, {@code [batch, dim]}. */
    public NDArray encode(NDArray view) {
        NDArray embeddings;
        if (showsPatchTokens) {
            NDArray tokens = backbone.call("blocks_forward", view);
            shown.add(backbone.call("patch_tokens", tokens));
            embeddings = backbone.call("pool", tokens);
        } else {
            embeddings = backbone.call("forward", view);
        }
        return backboneFrozen ? embeddings.stopGradient() : embeddings;
    }

    /** Tokens of a view's patches, {@code [batch, patches, dim]}, of a transformer of ours. */
    NDArray patchTokens(NDArray view) {
        return backbone.call("patch_tokens", backbone.call("blocks_forward", view));
    }

    /** Keeps the patches' tokens of all views from here on, for {@link #shownPatchTokens}. */
    void showPatchTokens() {
        showsPatchTokens = true;
    }

    /** Patches' tokens of the views encoded since the last call, in their order, one tensor for each forward. */
    List<NDArray> shownPatchTokens() {
        List<NDArray> tokens = List.copyOf(shown);
        shown.clear();
        return tokens;
    }

    /**
     * Embeddings of several views of one size by one forward, so that they share batch statistics.
     *
     * @return {@code [views * batch, dim]}, view by view
     */
    public NDArray encode(List<NDArray> views) {
        return encode(NDArrays.concat(new NDList(views), 0));
    }

    /** What a head makes of {@code [batch, …]}. */
    public NDArray head(String name, NDArray input) {
        if (heads == null) {
            throw new IllegalStateException("expected a head '" + name + "', found a branch without heads");
        }
        return heads.call("apply_" + name, input.getManager(), input).singletonOrThrow();
    }

    /** While the backbone is frozen no gradient reaches it. */
    void freezeBackbone(boolean frozen) {
        backboneFrozen = frozen;
    }

    /** Everything that learns, on the first device, backbone first. */
    List<Parameter> parameters() {
        Stream<Parameter> own = named(backbone.first(), BACKBONE);
        return (heads == null ? own : Stream.concat(own, named(heads, ""))).toList();
    }

    private static Stream<Parameter> named(Program program, String prefix) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < program.parameters().size(); i++) {
            parameters.add(new Parameter(
                    prefix + program.parameterNames().get(i),
                    program.parameters().get(i)));
        }
        return parameters.stream();
    }

    /** Sums the gradients of all devices on the first. */
    void gatherGradients(NDManager scope) {
        backbone.gatherGradients(scope);
    }

    /** Brings all devices to all tensors of the first, as after writing to {@link #tensors()}. */
    void share(NDManager scope) {
        backbone.share(scope);
    }

    /** Brings all devices to the weights of the first. */
    void agree(NDManager scope) {
        backbone.agree(scope);
    }

    /** The backbone on the first device. */
    Program backbone() {
        return backbone.first();
    }

    /** The backbone on every device. */
    List<StateDict> replicas() {
        return backbone.all().stream().map(Program::state).toList();
    }

    /** Every tensor by name, aliasing, on the first device; a foreign backbone's buffers are not among them. */
    Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        backbone.first().tensors().forEach((name, tensor) -> tensors.put(BACKBONE + name, tensor));
        if (heads != null) {
            tensors.putAll(heads.tensors());
        }
        return tensors;
    }

    /** The backbone with its present weights, where it is of foreign make. */
    Optional<byte[]> foreignProgram() {
        return backbone.first().isForeign() ? Optional.of(backbone.first().archive()) : Optional.empty();
    }

    /** Values of every tensor by name; a foreign backbone's buffers are not among them. */
    StateDict state() {
        StateDict own = backbone.first().state().under(BACKBONE);
        return heads == null ? own : own.with(heads.state());
    }
}
