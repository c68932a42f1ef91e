package io.slipstream.evaluator.report;

import io.slipstream.evaluator.metric.Alignment;
import io.slipstream.evaluator.metric.AlphaReq;
import io.slipstream.evaluator.metric.CollapseLevel;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Lidar;
import io.slipstream.evaluator.metric.RankMe;
import io.slipstream.evaluator.metric.Separation;
import io.slipstream.evaluator.metric.Uniformity;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an embedding space is worth, as far as can be told without labels; each as its class in {@code metric} defines it.
 *
 * @param alphaReq null where the spectrum is too short or ends in zeros
 * @param lidar null without views
 * @param alignment null without views
 * @param separation null without views, or where views of an image never differ
 */
record Quality(
        double rankMe,
        double collapseLevel,
        double uniformity,
        @Nullable Double alphaReq,
        @Nullable Double lidar,
        @Nullable Double alignment,
        @Nullable Double separation) {

    /** Below, offsets; above, noise: the range that the authors fit, as far as there are dimensions. */
    private static final int FIRST_RANK = 5;

    private static final int LAST_RANK = 100;
    private static final int FEWEST_RANKS = 5;

    /**
     * Measures a space.
     *
     * @param images embeddings of the canonical images, at least two
     * @param views embeddings of views, all views of an image next to one another; null to leave out what needs them
     * @param viewsPerImage at least 2
     */
    static Quality of(Embeddings images, @Nullable Embeddings views, int viewsPerImage) {
        return new Quality(
                RankMe.of(images),
                CollapseLevel.of(images),
                Uniformity.of(images),
                alphaReq(images),
                views == null ? null : finite(Lidar.of(views, viewsPerImage)),
                views == null ? null : finite(alignment(views, viewsPerImage)),
                views == null ? null : finite(Separation.of(views, viewsPerImage)));
    }

    private static @Nullable Double alphaReq(Embeddings images) {
        int last = Math.min(LAST_RANK, Math.min(images.dim(), images.count() - 1) / 2);
        return last < FIRST_RANK + FEWEST_RANKS ? null : finite(new AlphaReq(FIRST_RANK, last).of(images));
    }

    /** Between every two successive views of an image. */
    private static double alignment(Embeddings views, int viewsPerImage) {
        int[] firsts = IntStream.range(0, views.count())
                .filter(row -> row % viewsPerImage != viewsPerImage - 1)
                .toArray();
        int[] seconds = IntStream.of(firsts).map(row -> row + 1).toArray();
        return Alignment.of(views.rows(firsts), views.rows(seconds));
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
