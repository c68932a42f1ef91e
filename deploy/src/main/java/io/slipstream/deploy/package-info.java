/**
 * The command line {@code slipstream}: every service, and on one machine the broker and the registry they need.
 *
 * <p>Start at {@link io.slipstream.deploy.Slipstream}. The only module that may see all services; it runs them as
 * processes of their own and learns what they do from the topics.
 *
 * @see <a href="../../../../../../../docs/design/003-standalone.md">docs/design/003-standalone.md</a>
 */
@NullMarked
package io.slipstream.deploy;

import org.jspecify.annotations.NullMarked;
