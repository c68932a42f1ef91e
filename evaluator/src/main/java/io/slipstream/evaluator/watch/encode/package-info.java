/**
 * The encoders that look at the stream: which ones ({@link io.slipstream.evaluator.watch.encode.EncoderRule}), and one thread that
 * loads and runs them ({@link io.slipstream.evaluator.watch.encode.EncoderHost}).
 *
 * <p>Uses {@code encoder}, {@code metric} and {@code io.slipstream.schemas}.
 */
@NullMarked
package io.slipstream.evaluator.watch.encode;

import org.jspecify.annotations.NullMarked;
