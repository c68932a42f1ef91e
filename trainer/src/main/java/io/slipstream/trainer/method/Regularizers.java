package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.schedule.HalfLife;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.view.Views;
import io.slipstream.trainer.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** The regularizers that a configuration asks for, none by default. Not thread-safe. */
final class Regularizers {

    /** What the names of the anchor's tensors begin with in a learner's state. */
    static final String ANCHOR_IN_STATE = "memory/anchor/";

    private static final String ANCHOR = "anchor";

    private final List<Regularizer> all;
    private final Optional<Anchor> anchor;

    private Regularizers(List<Regularizer> all, Optional<Anchor> anchor) {
        this.all = List.copyOf(all);
        this.anchor = anchor;
    }

    /** A method's heads of the student, with those of its regularizers. */
    static Map<String, ScriptModule> studentHeads(Method method, Backbone backbone, RegularizersConfig config) {
        Map<String, ScriptModule> heads =
                new LinkedHashMap<>(method.studentHeads(backbone.dim(), backbone.precision()));
        heads.putAll(config.heads(method.projection(backbone.dim()).dim(), backbone.precision()));
        return heads;
    }

    /**
     * Regularizers at their start, when what they hold the student to is the student itself.
     *
     * @param seed seed of the student's weights
     */
    static Regularizers of(
            RegularizersConfig config,
            Method method,
            Backbone backbone,
            Branch student,
            long seed,
            Devices devices,
            NDManager manager) {
        Projection projection = method.projection(backbone.dim());
        Supplier<Branch> projecting = () -> Branch.of(
                backbone::teacher,
                projection.heads(method, backbone.dim(), backbone.precision()),
                seed,
                devices,
                manager);
        List<Regularizer> all = new ArrayList<>();
        AlignmentConfig alignment = config.alignment();
        if (alignment.weight() > 0) {
            Optional<FollowingBranch> average = Optional.of(alignment.source())
                    .filter(source -> source == AlignmentConfig.Source.AVERAGE)
                    .map(source -> new FollowingBranch(
                            projecting.get(), student, new HalfLife(alignment.halfLife()), manager));
            all.add(new Alignment(alignment, projection, average));
        }
        if (!config.needAnchor()) {
            return new Regularizers(all, Optional.empty());
        }
        String part = method.evaluated() == Method.Evaluated.TEACHER ? "teacher" : "student";
        Anchor anchor = new Anchor(projecting.get(), part, manager);
        if (config.distillation().weight() > 0) {
            all.add(new Distillation(config.distillation(), projection, anchor));
        }
        if (config.gram().weight() > 0) {
            student.showPatchTokens();
            all.add(new GramAnchoring(config.gram(), anchor));
        }
        return new Regularizers(all, Optional.of(anchor));
    }

    /** What the student is held to in a step, by regularizer; no gradient is recorded. */
    Map<Regularizer, List<NDArray>> targets(Views views, ReplayedRows replayed) {
        Map<Regularizer, List<NDArray>> targets = new LinkedHashMap<>();
        for (Regularizer regularizer : all) {
            List<NDArray> own = regularizer.targets(views, replayed);
            if (!own.isEmpty()) {
                targets.put(regularizer, own);
            }
        }
        return targets;
    }

    /**
     * The losses of a step, each before its weight.
     *
     * @param targets what {@link #targets} returned
     */
    static Map<Regularizer, NDArray> losses(
            Branch student, Objective objective, Map<Regularizer, List<NDArray>> targets, ReplayedRows replayed) {
        Map<Regularizer, NDArray> losses = new LinkedHashMap<>();
        targets.forEach(
                (regularizer, own) -> losses.put(regularizer, regularizer.loss(student, objective, own, replayed)));
        return losses;
    }

    /** A loss with those of the regularizers, each times its weight, added to it. */
    static NDArray sum(NDArray loss, Map<Regularizer, NDArray> losses) {
        NDArray sum = loss;
        for (Map.Entry<Regularizer, NDArray> own : losses.entrySet()) {
            // Not mul(Number): the backward pass would read a number that is gone by then.
            NDArray weight = loss.getManager().create((float) own.getKey().weight());
            sum = sum.add(own.getValue().mul(weight));
        }
        return sum;
    }

    /** Losses by the names of their regularizers. */
    static Map<String, Double> named(Map<Regularizer, NDArray> losses) {
        Map<String, Double> named = new LinkedHashMap<>();
        losses.forEach((regularizer, loss) -> named.put(regularizer.name(), (double) loss.getFloat()));
        return named;
    }

    /** Moves what the student is held to, after a step of {@code batch} images. */
    void follow(int batch, NDManager scope) {
        all.forEach(regularizer -> regularizer.follow(batch, scope));
    }

    /** What they remember, by regularizer and name, aliasing. */
    Map<String, NDArray> memory() {
        Map<String, NDArray> memory = new LinkedHashMap<>();
        for (Regularizer regularizer : all) {
            regularizer.memory().forEach((name, tensor) -> memory.put(regularizer.name() + "/" + name, tensor));
        }
        anchor.ifPresent(
                network -> network.memory().forEach((name, tensor) -> memory.put(ANCHOR + "/" + name, tensor)));
        return memory;
    }

    /** Holds the student to the network that snapshots carried in this state, where any regularizer does so. */
    void anchor(SortedMap<String, Tensor> state, NDManager scope) {
        anchor.ifPresent(network -> network.become(state, scope));
    }

    /** Takes over the anchor of a learner in this state, where any regularizer needs one. */
    void anchorOf(SortedMap<String, Tensor> state, NDManager scope) {
        anchor.ifPresent(network -> network.becomeThatOf(state, scope));
    }

    /** Takes up what was written to {@link #memory()}. */
    void restored(NDManager scope) {
        all.forEach(regularizer -> regularizer.restored(scope));
        anchor.ifPresent(network -> network.branch().share(scope));
    }
}
