package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.slipstream.trainer.loss.GramLoss;
import io.slipstream.trainer.view.Views;
import java.util.ArrayList;
import java.util.List;

/**
 * Gram anchoring: which patches of an image are alike must stay as it was in an earlier snapshot's network, while the
 * tokens themselves are free to move.
 *
 * <p>For vision transformers, whose patch tokens lose their locality in long training while the class token still
 * improves. Compared are the tokens of the global views behind the last norm. Source: Siméoni et al., "DINOv3",
 * arXiv:2508.10104, section 4.2, where the earlier network is the teacher's own and renewed every 10,000 steps.
 */
final class GramAnchoring implements Regularizer {

    private final GramConfig config;
    private final Anchor anchor;

    GramAnchoring(GramConfig config, Anchor anchor) {
        this.config = config;
        this.anchor = anchor;
    }

    @Override
    public String name() {
        return "gram";
    }

    @Override
    public double weight() {
        return config.weight();
    }

    @Override
    public List<NDArray> targets(Views views, ReplayedRows replayed) {
        return anchor.isSet()
                ? views.global().stream().map(anchor.branch()::patchTokens).toList()
                : List.of();
    }

    /** A student shows the global views first, in their order, one or all by one forward; local ones come after them. */
    @Override
    public NDArray loss(Branch student, Objective objective, List<NDArray> targets, ReplayedRows replayed) {
        NDArray earlier = NDArrays.concat(new NDList(targets), 0);
        List<NDArray> shown = new ArrayList<>();
        long rows = 0;
        for (NDArray tokens : student.shownPatchTokens()) {
            if (rows + tokens.getShape().get(0) > earlier.getShape().get(0)) {
                break;
            }
            rows += tokens.getShape().get(0);
            shown.add(tokens);
        }
        // DJL's concat of one array is a copy that no gradient flows through.
        NDArray now = shown.size() == 1 ? shown.get(0) : NDArrays.concat(new NDList(shown), 0);
        return GramLoss.of(now, rows == earlier.getShape().get(0) ? earlier : earlier.get(new NDIndex("0:{}", rows)));
    }
}
