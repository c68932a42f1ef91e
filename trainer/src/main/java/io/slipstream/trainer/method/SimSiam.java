package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.loss.SimSiamLoss;
import io.slipstream.trainer.network.Heads;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.view.Views;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * SimSiam: one network predicts, from one view of an image, its own projection of the other, whose gradient is stopped.
 *
 * <p>BYOL without a teacher: a baseline that shows what the teacher is worth. Source: Chen and He, "Exploring simple
 * siamese representation learning", arXiv:2011.10566, algorithm 1.
 */
final class SimSiam implements Method {

    private static final String PROJECTOR = "projector";
    private static final String PREDICTOR = "predictor";

    private final SimSiamConfig config;

    SimSiam(SimSiamConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, ScriptModule> studentHeads(int embeddingDim, Precision precision) {
        Map<String, ScriptModule> heads = new LinkedHashMap<>();
        heads.put(PROJECTOR, Heads.simSiamProjector(embeddingDim, config.projection(), precision));
        heads.put(PREDICTOR, Heads.simSiamPredictor(config.projection(), config.bottleneck(), precision));
        return heads;
    }

    @Override
    public Projection projection(int embeddingDim) {
        return Projection.by(PROJECTOR, config.projection());
    }

    @Override
    public Objective objective(Branch student, Views views, List<NDArray> targets, long step) {
        NDArray h1 = student.encode(views.global().get(0));
        NDArray h2 = student.encode(views.global().get(1));
        NDArray z1 = student.head(PROJECTOR, h1);
        NDArray z2 = student.head(PROJECTOR, h2);
        NDArray p1 = student.head(PREDICTOR, z1);
        NDArray p2 = student.head(PREDICTOR, z2);
        return new Objective(SimSiamLoss.of(p1, p2, z1, z2), List.of(h1, h2), z1, List.of(z1, z2));
    }

    @Override
    public OptionalDouble chance(int batch) {
        return OptionalDouble.empty();
    }
}
