package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.loss.SimClrLoss;
import io.slipstream.trainer.network.Heads;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.view.Views;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * SimCLR: every view must find the other view of its image among all views of the batch.
 *
 * <p>One network, no teacher: the plain contrastive baseline, whose quality grows with the batch. Both views of all images
 * go through the network in one forward. Source: Chen et al., "A simple framework for contrastive learning of visual
 * representations", arXiv:2002.05709, algorithm 1.
 */
final class SimClr implements Method {

    private static final String PROJECTOR = "projector";

    private final SimClrConfig config;

    SimClr(SimClrConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, ScriptModule> studentHeads(int embeddingDim, Precision precision) {
        return Map.of(
                PROJECTOR,
                Heads.simClrProjector(
                        embeddingDim, config.hidden(), config.projection(), config.hiddenNorm(), precision));
    }

    @Override
    public Projection projection(int embeddingDim) {
        return Projection.by(PROJECTOR, config.projection()).contrasting();
    }

    @Override
    public Objective objective(Branch student, Views views, List<NDArray> targets, long step) {
        NDArray embeddings = student.encode(views.global());
        NDArray z = student.head(PROJECTOR, embeddings);
        NDArray z1 = z.split(2).get(0);
        NDArray z2 = z.split(2).get(1);
        return new Objective(SimClrLoss.of(z1, z2, config.temperature()), embeddings.split(2), z1, List.of(z1, z2));
    }

    @Override
    public OptionalDouble chance(int batch) {
        return OptionalDouble.of(SimClrLoss.chance(batch));
    }
}
