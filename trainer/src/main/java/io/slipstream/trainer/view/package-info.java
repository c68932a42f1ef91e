/**
 * Views: the random crops and colour changes that a self-supervised method compares.
 *
 * <p>Start with {@link io.slipstream.trainer.view.Augmentation}, which turns a batch of images into views in one native
 * call; {@link io.slipstream.trainer.view.ViewSampler} draws the parameters of that call. Uses {@code random},
 * {@code script} and {@code engine}.
 */
@NullMarked
package io.slipstream.trainer.view;

import org.jspecify.annotations.NullMarked;
