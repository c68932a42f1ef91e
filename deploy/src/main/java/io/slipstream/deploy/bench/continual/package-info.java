/**
 * The benchmark of learning that lasts: labelled images arrive in an order that makes encoders forget, labels withheld, on
 * the real topic, and after each part of the stream the snapshot of a real trainer is probed on all of it.
 *
 * <p>Start at {@link io.slipstream.deploy.bench.continual.ContinualBenchCommand}; a {@code Protocol} orders the stream, an
 * {@code Arm} says what is different about a trainer, a {@code ContinualRun} is one trainer's life. Uses the producer
 * client, the standalone broker, the evaluator's probes, and of the trainer its command and its configuration.
 */
@NullMarked
package io.slipstream.deploy.bench.continual;

import org.jspecify.annotations.NullMarked;
