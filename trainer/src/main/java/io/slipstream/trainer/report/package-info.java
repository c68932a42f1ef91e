/**
 * How commands leave what they found for programs: {@link io.slipstream.trainer.report.JsonReport}. Uses nothing of the
 * trainer.
 */
@NullMarked
package io.slipstream.trainer.report;

import org.jspecify.annotations.NullMarked;
