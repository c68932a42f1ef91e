/**
 * The pixels of images as the trainer keeps them: decoded, or encoded to a fraction.
 *
 * <p>Start with {@link io.slipstream.trainer.pixels.Keeping}, which makes {@link io.slipstream.trainer.pixels.Pixels}. Uses
 * the schemas' images only.
 */
@NullMarked
package io.slipstream.trainer.pixels;

import org.jspecify.annotations.NullMarked;
