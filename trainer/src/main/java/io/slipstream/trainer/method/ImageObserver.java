package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.replay.Observations;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a step what it has made of each image: no further forward.
 *
 * <p>A feature is the mean of the views' embeddings, each of length 1, projected by a fixed Gaussian matrix where it is
 * longer than asked for, and of length 1 again. The projection changes a cosine c by about (1 - c²) / √dim: near copies,
 * which are what is looked for, hardly at all (Johnson and Lindenstrauss, 1984). A deviation is 1 - cosine of the two
 * views' embeddings; where the student sees one view, of its output and its target. Not thread-safe.
 */
final class ImageObserver {

    private final @Nullable NDArray projection;

    /**
     * An observer.
     *
     * @param embeddingDim length of an embedding
     * @param dim length of a feature at most
     * @param manager owner of the projection
     */
    ImageObserver(int embeddingDim, int dim, long seed, NDManager manager) {
        if (embeddingDim <= dim) {
            projection = null;
            return;
        }
        RandomGenerator random = new RandomStream(seed, "feature-projection").at();
        float[] matrix = new float[embeddingDim * dim];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) random.nextGaussian();
        }
        projection = manager.create(matrix, new Shape(embeddingDim, dim));
    }

    Observations of(Objective objective, List<NDArray> targets) {
        List<NDArray> views = objective.embeddings();
        NDArray first = unit(views.get(0));
        NDArray feature = first;
        NDArray deviation;
        if (views.size() > 1) {
            NDArray second = unit(views.get(1));
            deviation = deviation(first, second);
            feature = first.add(second);
        } else {
            deviation = deviation(unit(objective.outputs()), unit(targets.get(0)));
        }
        if (projection != null) {
            feature = feature.matMul(projection);
        }
        NDArray features = feature.normalize(2, 1);
        return new Observations(
                Math.toIntExact(features.getShape().get(1)), features.toFloatArray(), deviation.toFloatArray());
    }

    private static NDArray unit(NDArray vectors) {
        return vectors.stopGradient().toType(DataType.FLOAT32, false).normalize(2, 1);
    }

    private static NDArray deviation(NDArray a, NDArray b) {
        return a.mul(b).sum(new int[] {1}).neg().add(1);
    }
}
