/**
 * Schedules for a stream without end: pure functions of the step, none of which knows a horizon.
 *
 * <p>Start with {@link io.slipstream.trainer.schedule.WarmUp} and {@link io.slipstream.trainer.schedule.HalfLife}. Uses
 * nothing else.
 */
@NullMarked
package io.slipstream.trainer.schedule;

import org.jspecify.annotations.NullMarked;
