package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.loss.AlignmentLoss;
import io.slipstream.trainer.view.Views;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * CLA: what the student's projections of replayed images say must still say what they said a while ago.
 *
 * <p>A head of Linear, batch norm, ReLU, Linear learns to map the student's projections to the earlier ones, so that they
 * may turn and stretch, but lose nothing. The earlier ones are a moving average's, which sees the same views (CLA-E), or
 * were stored with the images when they came (CLA-R), one for all views; images without one take no part, nor in the
 * head's batch norm. The average's batch norms use the batch's own statistics and see all of the batch,
 * as the student's do, and only its parameters are averaged. Source: Cignoni et al., "CLA: Latent alignment for online
 * continual self-supervised learning", arXiv:2507.10434, section 4.
 */
final class Alignment implements Regularizer {

    static final String HEAD = "aligner";
    private static final int FEWEST_IMAGES = 2; // for the head's batch norm

    private final AlignmentConfig config;
    private final Projection projection;
    private final Optional<FollowingBranch> average;

    /**
     * An alignment at its start.
     *
     * @param average the network whose projections are the targets, equal to the student; empty where stored projections are
     */
    Alignment(AlignmentConfig config, Projection projection, Optional<FollowingBranch> average) {
        this.config = config;
        this.projection = projection;
        this.average = average;
    }

    @Override
    public String name() {
        return "alignment";
    }

    @Override
    public double weight() {
        return config.weight();
    }

    @Override
    public List<NDArray> targets(Views views, ReplayedRows replayed) {
        List<NDArray> global = views.global();
        NDArray view = global.get(0);
        if (images(view, replayed) < FEWEST_IMAGES) {
            return List.of();
        }
        if (average.isEmpty()) {
            return Collections.nCopies(global.size(), stored(replayed.stored(), view.getManager()));
        }
        Branch network = average.get().branch();
        return global.stream()
                .map(images -> aligned(projection.of(network, network.encode(images)), replayed))
                .toList();
    }

    /** Images that take part. */
    private long images(NDArray rows, ReplayedRows replayed) {
        return average.isEmpty() ? replayed.stored().size() : rows.getShape().get(0) - first(replayed);
    }

    private NDArray stored(SortedMap<Integer, float[]> stored, NDManager scope) {
        int dim = projection.dim();
        float[] values = new float[stored.size() * dim];
        int image = 0;
        for (float[] each : stored.values()) {
            if (each.length != dim) {
                throw new IllegalArgumentException(
                        "expected stored projections of length " + dim + ", found one of " + each.length);
            }
            System.arraycopy(each, 0, values, dim * image++, dim);
        }
        return scope.create(values, new Shape(stored.size(), dim));
    }

    /** A method may project fewer views than there are: the others' targets go unused. */
    @Override
    public NDArray loss(Branch student, Objective objective, List<NDArray> targets, ReplayedRows replayed) {
        List<NDArray> aligned = objective.projections().stream()
                .map(view -> student.head(HEAD, aligned(view, replayed)))
                .toList();
        return AlignmentLoss.of(aligned, targets.subList(0, aligned.size()));
    }

    /** The rows of the images that take part. */
    private NDArray aligned(NDArray rows, ReplayedRows replayed) {
        if (average.isEmpty()) {
            long[] images = replayed.stored().keySet().stream()
                    .mapToLong(Integer::longValue)
                    .toArray();
            return rows.get(rows.getManager().create(images));
        }
        int first = first(replayed);
        return first == 0 ? rows : rows.get(new NDIndex("{}:", first));
    }

    private int first(ReplayedRows replayed) {
        return config.images() == AlignmentConfig.Images.ALL ? 0 : replayed.first();
    }

    @Override
    public void follow(int batch, NDManager scope) {
        average.ifPresent(network -> network.follow(batch, scope));
    }

    @Override
    public Map<String, NDArray> memory() {
        return average.map(network -> network.branch().tensors()).orElse(Map.of());
    }

    @Override
    public void restored(NDManager scope) {
        average.ifPresent(network -> network.branch().share(scope));
    }
}
