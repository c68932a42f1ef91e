/**
 * Measurements of Slipstream, under one command.
 *
 * <p>Start with {@link io.slipstream.deploy.bench.BenchCommand}. A subcommand lives in the module it measures; that of
 * ingest lives here, because it needs a broker, the client and the gateway. Uses those modules and the standalone mode.
 */
@NullMarked
package io.slipstream.deploy.bench;

import org.jspecify.annotations.NullMarked;
