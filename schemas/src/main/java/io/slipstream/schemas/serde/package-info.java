/**
 * How records become bytes on a topic: Confluent's wire format, with Confluent's schema registry client.
 *
 * <p>A value is one zero byte, the schema's id in the registry as 4 bytes big-endian, and the record in Avro's binary
 * encoding; its subject is {@code <topic>-value}. Every Confluent-compatible client in any language can read it. Start
 * with {@link io.slipstream.schemas.serde.Registry}.
 *
 * <p>What a caller does on failure, by exception:
 * <ul>
 *   <li>{@link io.slipstream.schemas.serde.RegistryUnavailableException}: try again later;
 *   <li>{@link io.slipstream.schemas.serde.BadRecordException}: send the record to the dead-letter topic;
 *   <li>{@link io.slipstream.schemas.serde.RegistryRefusedException}: stop.
 * </ul>
 *
 * <p>Uses the records, the topics and the configuration types; nothing else of Slipstream.
 */
@NullMarked
package io.slipstream.schemas.serde;

import org.jspecify.annotations.NullMarked;
