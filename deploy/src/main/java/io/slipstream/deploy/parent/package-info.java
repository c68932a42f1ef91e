/**
 * Processes that do not outlive the process that started them.
 *
 * <p>Packed into a jar of its own beside the schema registry, so it uses nothing but the JDK.
 */
@NullMarked
package io.slipstream.deploy.parent;

import org.jspecify.annotations.NullMarked;
