package io.slipstream.evaluator.shift;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.Shuffle;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far an embedding space is from an older one, measured on the same images, and the map between them.
 *
 * <p>A space that has collapsed to a point is unlike every other: its alignment counts as 0 and its residual as 1.
 *
 * @param cka debiased linear CKA, at most about 1
 * @param neighbourOverlap share of nearest neighbours that are the same within each space, 0..1
 * @param agreement of old and new vectors without a map, see {@link CosineAgreement}; 0 where the dimensions differ
 * @param directOverlap share of nearest neighbours that queries of the new space find in the old one, 0..1; 0 where the
 *     dimensions differ
 * @param procrustes residual of the best rotation, translation and scale, 0..1
 * @param map from the old space into the new one
 * @param mapR2 coefficient of determination of that map on images it was not fitted on
 */
public record SpaceChange(
        double cka,
        double neighbourOverlap,
        double agreement,
        double directOverlap,
        double procrustes,
        LinearMap map,
        double mapR2) {

    /** One image in so many is kept from the fit of the map. */
    private static final int HELD_OUT = 5;

    /** Stronger than the default, since there are only a few images for each dimension. */
    private static final double MAP_PENALTY = 1e-3;

    /**
     * Measures the change.
     *
     * @param old more rows than neighbours, at least 10, finite
     * @param now as many rows, of any dimension; row i of both belongs to the same image
     * @param neighbours k of the overlaps, at least 1
     * @param seed of the choice of images that are kept from the fit
     * @throws IllegalArgumentException if the numbers of rows differ or are too small
     */
    public static SpaceChange between(Embeddings old, Embeddings now, int neighbours, long seed) {
        int[] rows = IntStream.range(0, old.count()).toArray();
        Shuffle.inPlace(rows, new SplittableRandom(seed));
        int heldOut = Math.max(2, rows.length / HELD_OUT);
        int[] test = Arrays.copyOfRange(rows, 0, heldOut);
        int[] fit = Arrays.copyOfRange(rows, heldOut, rows.length);
        LinearMap map = LinearMap.fit(old.rows(fit), now.rows(fit), MAP_PENALTY);
        boolean comparable = old.dim() == now.dim();
        return new SpaceChange(
                orElse(0, LinearCka.debiased(old, now)),
                NeighbourOverlap.at(neighbours, old, now),
                comparable ? orElse(0, CosineAgreement.of(old, now)) : 0,
                comparable ? NeighbourOverlap.acrossAt(neighbours, old, now) : 0,
                orElse(1, Procrustes.residual(old, now)),
                map,
                map.r2(old.rows(test), now.rows(test)));
    }

    private static double orElse(double undefined, double value) {
        return Double.isFinite(value) ? value : undefined;
    }
}
