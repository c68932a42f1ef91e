/**
 * What the long commands show to people while they work.
 *
 * <p>Start at {@link io.slipstream.deploy.display.Display}. Uses picocli's question to the terminal, and the JDK.
 */
@NullMarked
package io.slipstream.deploy.display;

import org.jspecify.annotations.NullMarked;
