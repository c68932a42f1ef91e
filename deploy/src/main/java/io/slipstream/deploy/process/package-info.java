/**
 * Child processes: how they are started, watched and stopped.
 *
 * <p>Start at {@link io.slipstream.deploy.process.ChildProcess}. Uses the JDK alone.
 */
@NullMarked
package io.slipstream.deploy.process;

import org.jspecify.annotations.NullMarked;
