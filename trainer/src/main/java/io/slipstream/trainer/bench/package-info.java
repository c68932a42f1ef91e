/**
 * Measures how fast training is: the step alone, and the way from encoded images to the end of a step.
 *
 * <p>Start with {@link io.slipstream.trainer.bench.TrainBenchCommand}, then {@link io.slipstream.trainer.bench.Contender},
 * which is what takes turns in being measured. Measures the classes that training runs on, with the same configuration:
 * uses {@code method}, {@code backbone}, {@code engine}, {@code recipe} and the trainer's configuration.
 */
@NullMarked
package io.slipstream.trainer.bench;

import org.jspecify.annotations.NullMarked;
