package io.slipstream.trainer.replay;

/**
 * What a training step made of each image of its batch.
 *
 * @param dim length of a feature
 * @param features by image its embedding, the mean over the views, of length 1: {@code batch * dim} numbers
 * @param deviations by image how far its views' embeddings lie apart: 1 - cosine, 0..2
 */
@SuppressWarnings("ArrayRecordComponent") // Flat for speed; nobody compares two of them.
public record Observations(int dim, float[] features, float[] deviations) {

    public Observations {
        if (dim < 1 || features.length != dim * deviations.length) {
            throw new IllegalArgumentException("expected features of " + dim + " numbers for each of "
                    + deviations.length + " images, found " + features.length + " numbers");
        }
    }

    /** Copies an image's feature to where there is room for it; returns whether it is one, and no failed computation. */
    boolean copyFeature(int image, float[] to) {
        double square = 0;
        for (int k = 0; k < dim; k++) {
            to[k] = features[image * dim + k];
            square += (double) to[k] * to[k];
        }
        return square > 0 && Double.isFinite(square);
    }
}
