package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.loss.DistillationLoss;
import io.slipstream.trainer.view.Views;
import java.util.List;

/**
 * CaSSLe: from the student's projections a predictor must tell what the network of an earlier snapshot makes of the same
 * views, so that what that one knew is not lost.
 *
 * <p>Where the paper freezes a copy at the end of each task, here it is an {@link Anchor}: no task is known to end. The
 * loss is of the method's kind: by contrast for those that contrast, by regression for the others. Source: Fini et al.,
 * "Self-supervised models are continual learners", arXiv:2112.04215, section 4.
 */
final class Distillation implements Regularizer {

    static final String HEAD = "distiller";

    private final DistillationConfig config;
    private final Projection projection;
    private final Anchor anchor;

    Distillation(DistillationConfig config, Projection projection, Anchor anchor) {
        this.config = config;
        this.projection = projection;
        this.anchor = anchor;
    }

    @Override
    public String name() {
        return "distillation";
    }

    @Override
    public double weight() {
        return config.weight();
    }

    @Override
    public List<NDArray> targets(Views views, ReplayedRows replayed) {
        if (!anchor.isSet()) {
            return List.of();
        }
        Branch network = anchor.branch();
        return views.global().stream()
                .map(view -> projection.of(network, network.encode(view)))
                .toList();
    }

    @Override
    public NDArray loss(Branch student, Objective objective, List<NDArray> targets, ReplayedRows replayed) {
        List<NDArray> predicted = objective.projections().stream()
                .map(view -> student.head(HEAD, view))
                .toList();
        List<NDArray> frozen = targets.subList(0, predicted.size());
        return projection.contrasts()
                ? DistillationLoss.contrastive(predicted, frozen, config.temperature())
                : DistillationLoss.regression(predicted, frozen);
    }
}
