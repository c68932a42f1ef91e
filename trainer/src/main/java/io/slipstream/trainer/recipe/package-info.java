/**
 * Recipes: trainer configurations to start from, one per method, each knob explained.
 *
 * <p>Start with {@link io.slipstream.trainer.recipe.RecipesCommand}. The files are resources of this package. Uses nothing
 * else.
 */
@NullMarked
package io.slipstream.trainer.recipe;

import org.jspecify.annotations.NullMarked;
