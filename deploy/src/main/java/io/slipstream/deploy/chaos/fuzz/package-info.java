/**
 * {@code slipstream chaos fuzz}: hostile images through the topic and through the gateway, and where every one of them is
 * afterwards.
 *
 * <p>Start at {@link io.slipstream.deploy.chaos.fuzz.FuzzTrial}. Uses {@code standalone}, {@code pipeline} and
 * {@code process}; the images are those of the command {@code slipstream fuzz}, run as a process.
 */
@NullMarked
package io.slipstream.deploy.chaos.fuzz;

import org.jspecify.annotations.NullMarked;
