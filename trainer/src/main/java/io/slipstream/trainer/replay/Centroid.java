package io.slipstream.trainer.replay;

import java.util.ArrayList;
import java.util.List;

/** A mean of features and the images near it, by number, the one that founded it first. Mutable. */
final class Centroid {

    final float[] mean; // length 1
    final List<Long> members = new ArrayList<>();
    boolean isLongTerm;
    long updated; // number of the image that joined last

    Centroid(float[] mean, long updated) {
        this.mean = mean;
        this.updated = updated;
    }

    /** Moves the mean towards a feature by a share of the way. */
    void follow(float[] feature, double share) {
        float[] moved = feature.clone();
        Vectors.average(mean, (float) (1 - share), moved);
        System.arraycopy(moved, 0, mean, 0, mean.length);
    }

    float cosine(float[] feature) {
        return Vectors.cosine(mean, feature);
    }
}
