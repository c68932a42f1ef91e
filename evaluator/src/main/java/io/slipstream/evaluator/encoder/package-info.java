/**
 * An encoder that somebody published: a TorchScript program loaded and run by DJL, knowing nothing of its architecture.
 *
 * <p>Start at {@link io.slipstream.evaluator.encoder.EncoderRuntime}, which loads {@link
 * io.slipstream.evaluator.encoder.Encoder}s. What is wrong with a program is an {@link
 * io.slipstream.evaluator.encoder.EncoderException} with a reason.
 *
 * <p>A TorchScript file is code: whoever calls this package has verified the hash of the file first.
 *
 * <p>May use DJL and {@code metric}; no other package of Slipstream.
 */
@NullMarked
package io.slipstream.evaluator.encoder;

import org.jspecify.annotations.NullMarked;
