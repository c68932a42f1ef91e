/**
 * Measurements of Slipstream, under one command.
 *
 * <p>Start with {@link io.slipstream.deploy.bench.BenchCommand}. Each subcommand lives in the module it measures. Uses
 * those modules.
 */
@NullMarked
package io.slipstream.deploy.bench;

import org.jspecify.annotations.NullMarked;
