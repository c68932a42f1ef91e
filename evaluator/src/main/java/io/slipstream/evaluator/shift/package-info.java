/**
 * Representation drift: how far one snapshot's embeddings of some images are from another snapshot's of the same images.
 *
 * <p>{@link io.slipstream.evaluator.shift.LinearCka} and {@link io.slipstream.evaluator.shift.NeighbourOverlap} say whether
 * the geometry is the same; {@link io.slipstream.evaluator.shift.Procrustes} and {@link
 * io.slipstream.evaluator.shift.LinearMap} how well a rotation or a linear map undoes the change, and the latter is the map
 * that carries stored vectors into the new space. {@code src/test/golden/shift.py} holds the values they are checked
 * against.
 *
 * <p>Pure functions of embeddings whose row i belongs to the same image on both sides. Uses the JDK, Hipparchus and {@code
 * metric}.
 */
@NullMarked
package io.slipstream.evaluator.shift;

import org.jspecify.annotations.NullMarked;
