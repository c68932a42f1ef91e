/**
 * Child processes: how they are started, watched and stopped.
 *
 * <p>Start at {@link io.slipstream.deploy.process.ChildProcess}. Uses the JDK, and Jackson to write
 * the configuration of a {@link io.slipstream.deploy.process.Mortal}.
 */
@NullMarked
package io.slipstream.deploy.process;

import org.jspecify.annotations.NullMarked;
