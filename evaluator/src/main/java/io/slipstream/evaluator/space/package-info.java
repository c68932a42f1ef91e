/**
 * The embedding spaces of snapshots on the canonical images: which of them are one space, and the maps between the others.
 *
 * <p>Start at {@link io.slipstream.evaluator.space.CanonicalEmbeddings}, the embeddings of any snapshot. {@link
 * io.slipstream.evaluator.space.SpaceRule} compares two; {@link io.slipstream.evaluator.space.MigrationStore} publishes the
 * map between them.
 *
 * <p>May use {@code canonical}, {@code encoder}, {@code follow}, {@code metric}, {@code shift} and {@code
 * io.slipstream.schemas}.
 */
@NullMarked
package io.slipstream.evaluator.space;

import org.jspecify.annotations.NullMarked;
