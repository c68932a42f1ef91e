package io.slipstream.ingest.curation;

import io.slipstream.schemas.topic.Topics;
import java.time.Clock;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The data flow of curation: one source, one processor with its stores, two sinks. Nothing is repartitioned, so what is
 * remembered of a source is what came in its partition.
 *
 * <p>Keys and values cross it as bytes: a value that cannot be read is then a verdict of the processor, with all it has
 * to say, and an image that goes on unchanged is not encoded again.
 */
final class CurationTopology {

    static final String RAW = "raw";
    static final String CURATE = "curate";
    static final String IMAGES = "images";
    static final String DEAD_LETTERS = "dead-letters";

    /** The {@link Ledger}. */
    static final String LEDGER = "ledger";

    /** {@link SourceState} by source key. */
    static final String SOURCES = "sources";

    /** Forwarded images by {@link ImageKey}. */
    static final String REMEMBERED = "remembered";

    /** Forwarded images by source and slot of the balance window. */
    static final String SHARES = "shares";

    private CurationTopology() {}

    /** @param clock time of refusals, and the present beyond which no record time lies */
    static Topology of(CurationParts parts, Clock clock) {
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        ByteArraySerializer write = new ByteArraySerializer();
        Serde<String> text = Serdes.String();
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), RAW, recordTime(clock), read, read, Topics.IMAGES_RAW.name())
                .addProcessor(CURATE, () -> new CurationProcessor(parts, clock), RAW)
                .addStateStore(store(Stores.inMemoryKeyValueStore(LEDGER), text, Serdes.ByteArray()), CURATE)
                .addStateStore(store(Stores.inMemoryKeyValueStore(SHARES), Serdes.Bytes(), Serdes.ByteArray()), CURATE)
                .addStateStore(store(Stores.persistentKeyValueStore(SOURCES), text, Serdes.ByteArray()), CURATE)
                .addStateStore(
                        store(Stores.persistentKeyValueStore(REMEMBERED), Serdes.Bytes(), Serdes.ByteArray()), CURATE)
                .addSink(IMAGES, Topics.IMAGES.name(), write, write, CURATE)
                .addSink(DEAD_LETTERS, Topics.IMAGES_DEAD_LETTER.name(), write, write, CURATE);
    }

    /** With a cache, so that what changes with every record reaches the changelog once per commit. */
    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(
            KeyValueBytesStoreSupplier supplier, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(supplier, keys, values).withCachingEnabled();
    }

    /**
     * A record's timestamp, but neither before 1970 nor in the future: a source whose clock is ahead would otherwise have
     * its rate refilled, and brokers refuse records of the future.
     */
    private static TimestampExtractor recordTime(Clock clock) {
        return (incoming, partitionTime) -> Math.max(0, Math.min(incoming.timestamp(), clock.millis()));
    }
}
