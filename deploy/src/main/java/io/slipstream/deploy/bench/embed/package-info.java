/**
 * What the measurements of evaluation and drift share: an encoder run as the evaluator runs it, and a program in another
 * language that is given the same numbers; images of the synthetic camera; and what the machine is.
 *
 * <p>Start with {@link io.slipstream.deploy.bench.embed.BenchEncoder}. Uses the trainer, which makes the encoder, and the
 * evaluator, which runs it.
 */
@NullMarked
package io.slipstream.deploy.bench.embed;

import org.jspecify.annotations.NullMarked;
