/**
 * What a window is found to be: pure functions from rows to the parts of a {@link io.slipstream.schemas.record.DriftReport}.
 *
 * <p>Start at {@link io.slipstream.evaluator.watch.judge.Judge}. Every statistic is one of {@code drift}, {@code shift} or {@code
 * metric}; here is decided what is compared with what, and what that comes to.
 *
 * <p>Uses {@code watch.row}, the statistics and {@code io.slipstream.schemas.record}.
 */
@NullMarked
package io.slipstream.evaluator.watch.judge;

import org.jspecify.annotations.NullMarked;
