package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.loss.MocoV3Loss;
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
import java.util.Set;

/**
 * MoCo v3: from one view of an image the student picks the teacher's projection of the other among those of the batch.
 *
 * <p>Student: backbone, projector, predictor. Teacher: backbone and projector. The negatives are the batch itself, there
 * is no queue. Source: Chen, Xie and He, "An empirical study of training self-supervised vision transformers",
 * arXiv:2104.02057, algorithm 1 and section 4.2 (the frozen patch projection).
 */
final class MocoV3 implements Method {

    private static final String PROJECTOR = "projector";
    private static final String PREDICTOR = "predictor";
    private static final Set<String> PATCH_PROJECTION = Set.of(Branch.BACKBONE + "patch_embed.");

    private final MocoV3Config config;

    MocoV3(MocoV3Config config) {
        this.config = config;
    }

    @Override
    public Map<String, ScriptModule> studentHeads(int embeddingDim, Precision precision) {
        Map<String, ScriptModule> heads = new LinkedHashMap<>(teacherHeads(embeddingDim, precision));
        heads.put(
                PREDICTOR,
                Heads.mocoV3Predictor(config.projection(), config.hidden(), config.predictorNorm(), precision));
        return heads;
    }

    @Override
    public Map<String, ScriptModule> teacherHeads(int embeddingDim, Precision precision) {
        return Map.of(
                PROJECTOR,
                Heads.mocoV3Projector(
                        embeddingDim, config.hidden(), config.projection(), config.projectorLayers(), precision));
    }

    @Override
    public Projection projection(int embeddingDim) {
        return Projection.by(PROJECTOR, config.projection()).contrasting();
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
        NDArray loss = MocoV3Loss.of(q1, q2, targets.get(0), targets.get(1), config.temperature());
        return new Objective(loss, List.of(h1, h2), q1, List.of(p1, p2));
    }

    @Override
    public Set<String> freezable() {
        return config.frozenPatchProjection() ? PATCH_PROJECTION : Set.of();
    }

    @Override
    public Set<String> frozen(long step) {
        return freezable();
    }

    @Override
    public OptionalDouble chance(int batch) {
        return OptionalDouble.of(MocoV3Loss.chance(batch, config.temperature()));
    }
}
