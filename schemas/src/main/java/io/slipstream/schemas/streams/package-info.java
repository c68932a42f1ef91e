/**
 * How a service that is a Kafka Streams application is set up: exactly once, its state in RocksDB of bounded memory.
 *
 * <p>Start with {@link io.slipstream.schemas.streams.StreamsSettings}. Kafka Streams is an optional dependency of this module: a
 * service that uses this package declares it itself.
 */
@NullMarked
package io.slipstream.schemas.streams;

import org.jspecify.annotations.NullMarked;
