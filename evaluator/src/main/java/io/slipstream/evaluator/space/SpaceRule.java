package io.slipstream.evaluator.space;

import io.slipstream.evaluator.shift.SpaceChange;

/**
 * Whether two snapshots share an embedding space, so that a vector of one may be searched for among vectors of the other.
 *
 * <p>They do if, on the canonical images and without any map, both the {@link
 * io.slipstream.evaluator.shift.CosineAgreement agreement} and the {@link
 * io.slipstream.evaluator.shift.NeighbourOverlap#acrossAt direct overlap} of neighbours reach their bounds. The first alone
 * is reached too easily by spaces of few dimensions, the second alone by vectors that have turned together a little.
 *
 * <p>A snapshot keeps its parent's space only if it shares it with the parent <em>and</em> with the snapshot that began the
 * space: many small changes are a large one. Pure.
 */
public record SpaceRule(SpaceConfig config) {

    /** Whether they share it. */
    public boolean same(SpaceChange change) {
        return change.agreement() >= config.minAgreement() && change.directOverlap() >= config.minDirectOverlap();
    }

    /** Whether the map between them is worth publishing. */
    public boolean migrates(SpaceChange change) {
        return change.mapR2() >= config.minMapR2();
    }
}
