/**
 * The broker and the schema registry of one machine, as commands and as child processes.
 *
 * <p>Start at {@link io.slipstream.deploy.standalone.Servers}. Uses the embedded broker and {@code process}.
 */
@NullMarked
package io.slipstream.deploy.standalone;

import org.jspecify.annotations.NullMarked;
