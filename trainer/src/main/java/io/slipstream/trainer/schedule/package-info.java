/**
 * Schedules for a stream without end: pure functions of the step that hold for ever, a horizon being the exception
 * that is asked for.
 *
 * <p>Start with {@link io.slipstream.trainer.schedule.LearningRate} and {@link io.slipstream.trainer.schedule.HalfLife}.
 * Uses nothing else.
 */
@NullMarked
package io.slipstream.trainer.schedule;

import org.jspecify.annotations.NullMarked;
