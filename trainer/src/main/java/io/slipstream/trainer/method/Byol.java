package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.loss.ByolLoss;
import io.slipstream.trainer.network.Heads;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.schedule.HalfLife;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.view.Views;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * BYOL: the student predicts, from one view of an image, what the teacher makes of the other.
 *
 * <p>Student: backbone, projector, predictor. Teacher: backbone and projector. Each view is normalized with its own batch
 * statistics. Source: Grill et al., "Bootstrap your own latent", arXiv:2006.07733, algorithm 1.
 */
final class Byol implements Method {

    private static final String PROJECTOR = "projector";
    private static final String PREDICTOR = "predictor";

    private final ByolConfig config;

    Byol(ByolConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, ScriptModule> studentHeads(int embeddingDim, Precision precision) {
        Map<String, ScriptModule> heads = new LinkedHashMap<>(teacherHeads(embeddingDim, precision));
        heads.put(PREDICTOR, Heads.mlp(config.projection(), config.hidden(), config.projection(), precision));
        return heads;
    }

    @Override
    public Map<String, ScriptModule> teacherHeads(int embeddingDim, Precision precision) {
        return Map.of(PROJECTOR, Heads.mlp(embeddingDim, config.hidden(), config.projection(), precision));
    }

    @Override
    public Projection projection(int embeddingDim) {
        return Projection.by(PROJECTOR, config.projection());
    }

    @Override
    public Optional<HalfLife> teacher() {
        return Optional.of(new HalfLife(config.teacherHalfLife()));
    }

    @Override
    public List<NDArray> targets(Branch teacher, Views views, long step) {
        return views.global().stream()
                .map(view -> teacher.head(PROJECTOR, teacher.encode(view)))
                .toList();
    }

    @Override
    public Objective objective(Branch student, Views views, List<NDArray> targets, long step) {
        NDArray h1 = student.encode(views.global().get(0));
        NDArray h2 = student.encode(views.global().get(1));
        NDArray p1 = student.head(PROJECTOR, h1);
        NDArray p2 = student.head(PROJECTOR, h2);
        NDArray q1 = student.head(PREDICTOR, p1);
        NDArray q2 = student.head(PREDICTOR, p2);
        NDArray loss = ByolLoss.of(q1, q2, targets.get(0), targets.get(1));
        return new Objective(loss, List.of(h1, h2), q1, List.of(p1, p2));
    }

    @Override
    public OptionalDouble chance(int batch) {
        return OptionalDouble.empty();
    }
}
