package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.loss.DinoLoss;
import io.slipstream.trainer.network.Heads;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.schedule.HalfLife;
import io.slipstream.trainer.schedule.Ramp;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.view.Views;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * DINO: for every view, local crops too, the student must find the teacher's distribution over prototypes for another,
 * global view.
 *
 * <p>Student and teacher: backbone and head. Views of one size go through the backbone in one forward, and all of them
 * through the head. The teacher is the better encoder, and the one that snapshots carry. Source: Caron et al., "Emerging
 * properties in self-supervised vision transformers", arXiv:2104.14294, algorithm 1 and section 3.
 */
final class Dino implements Method {

    private static final String HEAD = "head";
    private static final Set<String> LAST_LAYER = Set.of(HEAD + ".last_layer.");

    private final DinoConfig config;
    private final Ramp teacherTemperature;
    private final Center center;

    /** The method with a center at 0, which {@code manager} owns. */
    Dino(DinoConfig config, NDManager manager) {
        this.config = config;
        teacherTemperature = new Ramp(
                config.teacherTemperatureStart(), config.teacherTemperature(), config.teacherTemperatureSteps());
        center = new Center(config.prototypes(), manager);
    }

    @Override
    public Map<String, ScriptModule> studentHeads(int embeddingDim, Precision precision) {
        return Map.of(
                HEAD,
                Heads.dino(
                        embeddingDim,
                        config.hidden(),
                        config.bottleneck(),
                        config.prototypes(),
                        config.headBatchNorm(),
                        precision));
    }

    @Override
    public Map<String, ScriptModule> teacherHeads(int embeddingDim, Precision precision) {
        return studentHeads(embeddingDim, precision);
    }

    /** Embeddings: the head ends in thousands of prototypes, which are not a space to be compared in. */
    @Override
    public Projection projection(int embeddingDim) {
        return Projection.none(embeddingDim);
    }

    @Override
    public Optional<HalfLife> teacher() {
        return Optional.of(new HalfLife(config.teacherHalfLife()));
    }

    @Override
    public List<NDArray> targets(Branch teacher, Views views, long step) {
        return teacher.head(HEAD, teacher.encode(views.global())).split(2);
    }

    @Override
    public Objective objective(Branch student, Views views, List<NDArray> targets, long step) {
        NDArray embeddings = student.encode(views.global());
        NDArray all = views.local().isEmpty()
                ? embeddings
                : NDArrays.concat(new NDList(embeddings, student.encode(views.local())), 0);
        NDList logits = student.head(HEAD, all).split(2L + views.local().size());
        NDArray loss =
                DinoLoss.of(logits, targets, center.value(), config.studentTemperature(), teacherTemperature.at(step));
        NDList each = embeddings.split(2);
        return new Objective(loss, each, logits.get(0), each);
    }

    @Override
    public void remember(List<NDArray> targets) {
        center.update(targets, config.centerMomentum());
    }

    @Override
    public Map<String, NDArray> memory() {
        return Map.of("center", center.value());
    }

    @Override
    public Set<String> freezable() {
        return LAST_LAYER;
    }

    @Override
    public Set<String> frozen(long step) {
        return step < config.frozenLastLayerSteps() ? LAST_LAYER : Set.of();
    }

    @Override
    public Evaluated evaluated() {
        return Evaluated.TEACHER;
    }

    @Override
    public OptionalDouble chance(int batch) {
        return OptionalDouble.of(DinoLoss.chance(config.prototypes()));
    }
}
