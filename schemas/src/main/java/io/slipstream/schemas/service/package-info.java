/**
 * How a service of the pipeline lives and ends: the one thing all of them do alike.
 *
 * <p>Start with {@link io.slipstream.schemas.service.StopSignal}; {@link io.slipstream.schemas.service.StatusServer} answers
 * how a running one is. Uses the JDK only.
 */
@NullMarked
package io.slipstream.schemas.service;

import org.jspecify.annotations.NullMarked;
