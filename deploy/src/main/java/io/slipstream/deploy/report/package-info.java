/**
 * Reports of the long commands as files.
 *
 * <p>Start at {@link io.slipstream.deploy.report.JsonFile}. Uses Jackson.
 */
@NullMarked
package io.slipstream.deploy.report;

import org.jspecify.annotations.NullMarked;
