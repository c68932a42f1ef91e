/**
 * {@code slipstream config}: checks configuration files and writes their reference pages.
 *
 * <p>Start at {@link io.slipstream.deploy.reference.ServiceConfig}, where every service's configuration is listed once.
 */
@NullMarked
package io.slipstream.deploy.reference;

import org.jspecify.annotations.NullMarked;
