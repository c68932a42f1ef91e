/**
 * The canonical images: a fixed set without labels that every snapshot embeds, so that embedding spaces can be compared.
 *
 * <p>Start at {@link io.slipstream.evaluator.canonical.CanonicalImages}. {@link
 * io.slipstream.evaluator.canonical.CanonicalSet} says where they come from and keeps them; {@link
 * io.slipstream.evaluator.canonical.ViewMaker} makes augmented views of them, the same ones every time.
 *
 * <p>May use {@code io.slipstream.schemas}; knows no networks and no topics.
 */
@NullMarked
package io.slipstream.evaluator.canonical;

import org.jspecify.annotations.NullMarked;
