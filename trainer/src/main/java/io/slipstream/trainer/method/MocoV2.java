package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.loss.MocoV2Loss;
import io.slipstream.trainer.network.Heads;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.schedule.HalfLife;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.view.Views;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * MoCo v2: the student's query of one view must pick the teacher's key of the other out of a queue of earlier keys.
 *
 * <p>Student and teacher: backbone and projector. The teacher sees the batch in another order, so that with several
 * replicas a query and its key are never normalized by the statistics of the same images (shuffled batch norm); on one
 * device the order makes no difference. Source: He et al., "Momentum contrast for unsupervised visual representation
 * learning", arXiv:1911.05722, algorithm 1 and section 3.3; Chen et al., "Improved baselines with momentum contrastive
 * learning", arXiv:2003.04297.
 */
final class MocoV2 implements Method {

    private static final String PROJECTOR = "projector";

    private final MocoV2Config config;
    private final RandomStream order;
    private final KeyQueue queue;

    /** The method with a queue of random keys, which {@code manager} owns. */
    MocoV2(MocoV2Config config, long seed, NDManager manager) {
        this.config = config;
        order = new RandomStream(seed, "shuffled-batch-norm");
        queue = new KeyQueue(config.queue(), config.projection(), seed, manager);
    }

    @Override
    public Map<String, ScriptModule> studentHeads(int embeddingDim, Precision precision) {
        return Map.of(PROJECTOR, Heads.mocoV2Projector(embeddingDim, config.hidden(), config.projection(), precision));
    }

    @Override
    public Map<String, ScriptModule> teacherHeads(int embeddingDim, Precision precision) {
        return studentHeads(embeddingDim, precision);
    }

    @Override
    public Projection projection(int embeddingDim) {
        return Projection.by(PROJECTOR, config.projection()).contrasting();
    }

    @Override
    public Optional<HalfLife> teacher() {
        return Optional.of(new HalfLife(config.teacherHalfLife()));
    }

    /** Keys of view 2, then, for the symmetric loss, of view 1. */
    @Override
    public List<NDArray> targets(Branch teacher, Views views, long step) {
        NDArray k2 = key(teacher, views.global().get(1), step);
        return config.symmetric() ? List.of(k2, key(teacher, views.global().get(0), step)) : List.of(k2);
    }

    @Override
    public Objective objective(Branch student, Views views, List<NDArray> targets, long step) {
        NDArray h1 = student.encode(views.global().get(0));
        NDArray q1 = student.head(PROJECTOR, h1);
        if (!config.symmetric()) {
            NDArray loss = MocoV2Loss.of(q1, targets.get(0), queue.keys(), config.temperature());
            return new Objective(loss, List.of(h1), q1, List.of(q1));
        }
        NDArray h2 = student.encode(views.global().get(1));
        NDArray q2 = student.head(PROJECTOR, h2);
        NDArray loss = MocoV2Loss.symmetric(q1, targets.get(0), q2, targets.get(1), queue.keys(), config.temperature());
        return new Objective(loss, List.of(h1, h2), q1, List.of(q1, q2));
    }

    /** Enqueues after both halves of the loss: a key enqueued between them would be its own image's negative. */
    @Override
    public void remember(List<NDArray> targets) {
        targets.forEach(queue::enqueue);
    }

    @Override
    public Map<String, NDArray> memory() {
        return queue.state();
    }

    @Override
    public OptionalDouble chance(int batch) {
        return OptionalDouble.of(MocoV2Loss.chance(config.queue()));
    }

    private NDArray key(Branch teacher, NDArray view, long step) {
        NDManager scope = view.getManager();
        int[] shuffled = shuffled(Math.toIntExact(view.getShape().get(0)), order.at(step));
        NDArray embeddings = teacher.encode(view.get(scope.create(shuffled)));
        return teacher.head(PROJECTOR, embeddings.get(scope.create(inverse(shuffled))));
    }

    private static int[] shuffled(int count, RandomGenerator random) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            places[i] = places[j];
            places[j] = i;
        }
        return places;
    }

    private static int[] inverse(int[] places) {
        int[] inverse = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            inverse[places[i]] = i;
        }
        return inverse;
    }
}
