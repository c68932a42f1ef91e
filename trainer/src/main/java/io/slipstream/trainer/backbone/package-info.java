/**
 * Where the network that learns comes from, and what a snapshot of it is made of.
 *
 * <p>Start with {@link io.slipstream.trainer.backbone.Backbone}. Uses {@code network}, {@code weights}, {@code engine} and
 * {@code script}.
 */
@NullMarked
package io.slipstream.trainer.backbone;

import org.jspecify.annotations.NullMarked;
