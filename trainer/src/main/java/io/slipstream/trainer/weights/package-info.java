/**
 * Encoders and weights that come from elsewhere or go there: safetensors files with timm's names, and foreign
 * TorchScript modules.
 *
 * <p>Start with {@link io.slipstream.trainer.weights.PretrainedWeights} and
 * {@link io.slipstream.trainer.weights.EncoderWeights}, which read and write the weights of a built-in network, and with
 * {@link io.slipstream.trainer.weights.ImportedEncoder}, which takes a network of somebody else's. Every file is
 * untrusted: what does not fit is refused with what was expected, what was found and where. Uses
 * {@code io.slipstream.trainer.script}, {@code engine} and {@code view}.
 */
@NullMarked
package io.slipstream.trainer.weights;

import org.jspecify.annotations.NullMarked;
