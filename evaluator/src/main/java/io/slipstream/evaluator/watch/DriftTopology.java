package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.Outgoing.Kind;
import io.slipstream.schemas.topic.Topics;
import java.time.Clock;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The data flow: images by source are embedded and watched where they come in; their rows, never their pixels, go through one
 * partition to be watched all together; what is known of encoders is there for every task.
 */
final class DriftTopology {

    /** Prefix of the stores of the tasks that watch sources. */
    static final String OF_SOURCES = "source-";

    /** Prefix of the stores of the task that watches all sources together. */
    static final String OF_ALL = "overall-";

    /** {@link io.slipstream.evaluator.watch.row.StreamState} by stream. */
    static final String STATES = "states";

    /** {@link io.slipstream.evaluator.watch.row.Counts} by stream. */
    static final String COUNTS = "counts";

    /** {@link io.slipstream.evaluator.watch.row.RowStore}. */
    static final String ROWS = "rows";

    /** The latest report of every stream, JSON. */
    static final String LATEST = "latest";

    /** The {@link Batch}. */
    static final String PENDING = "pending";

    /** Announced snapshots, as on their topic. */
    static final String SNAPSHOTS = "snapshots";

    /** Newest decision of every channel, as on its topic. */
    static final String CHANNELS = "channels";

    /** Newest request for an anchor, as on its topic. */
    static final String ANCHORS = "anchors";

    private static final Serde<String> TEXT = Serdes.String();
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private DriftTopology() {}

    /** The topology of an application. */
    static Topology of(DriftParts parts) {
        StreamsBuilder builder = new StreamsBuilder();
        global(builder, SNAPSHOTS, Topics.MODEL_SNAPSHOTS.name());
        global(builder, CHANNELS, Topics.MODEL_CHANNELS.name());
        global(builder, ANCHORS, Topics.DRIFT_ANCHORS.name());
        KStream<String, Outgoing> ofSources = builder.stream(parts.config().topic(), images(parts))
                .process(ofSources(parts), Named.as("watch-sources"));
        KStream<String, Outgoing> ofAll = ofSources
                .filter((stream, sent) -> sent.kind().isForTheWhole(), Named.as("rows"))
                .mapValues(Outgoing::framed, Named.as("rows-framed"))
                .repartition(Repartitioned.with(TEXT, BYTES).withName("rows").withNumberOfPartitions(1))
                .process(ofAll(parts), Named.as("watch-all"));
        // each has sinks of its own: with one they would be one sub-topology, and the whole a task of some source
        send("source", ofSources);
        send("overall", ofAll);
        return builder.build();
    }

    private static Consumed<byte[], byte[]> images(DriftParts parts) {
        return Consumed.with(BYTES, BYTES)
                .withName("images")
                .withTimestampExtractor(recordTime(parts.clock()))
                .withOffsetResetPolicy(
                        parts.config().startAt().equals("latest")
                                ? AutoOffsetReset.latest()
                                : AutoOffsetReset.earliest());
    }

    private static void send(String whose, KStream<String, Outgoing> said) {
        send(whose + "-reports", said, Kind.REPORT, Topics.DRIFT_REPORTS.name());
        send(whose + "-requests", said, Kind.REQUEST, Topics.TRAINING_REQUESTS.name());
    }

    private static void send(String name, KStream<String, Outgoing> said, Kind kind, String topic) {
        said.filter((stream, sent) -> sent.kind() == kind, Named.as(name + "-only"))
                .mapValues(Outgoing::value, Named.as(name + "-bytes"))
                .to(topic, Produced.with(TEXT, BYTES).withName(name));
    }

    /** A compacted topic that every task sees whole. */
    private static void global(StreamsBuilder builder, String name, String topic) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), TEXT, BYTES)
                        .withLoggingDisabled(),
                topic,
                Consumed.with(TEXT, BYTES).withName("announced-" + name),
                () -> new Keep(name));
    }

    /** Keeps the newest record of every key as it is. */
    private static final class Keep implements Processor<String, byte[], Void, Void> {

        private final String name;
        private KeyValueStore<String, byte[]> store;

        @SuppressWarnings("NullAway.Init") // init comes before process
        Keep(String name) {
            this.name = name;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(name);
        }

        @Override
        public void process(Record<String, byte[]> announced) {
            if (announced.key() != null) {
                store.put(announced.key(), announced.value());
            }
        }
    }

    private static ProcessorSupplier<byte[], byte[], String, Outgoing> ofSources(DriftParts parts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], String, Outgoing> get() {
                return new SourceProcessor(parts);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(
                        store(Stores.inMemoryKeyValueStore(OF_SOURCES + STATES), TEXT),
                        store(Stores.inMemoryKeyValueStore(OF_SOURCES + COUNTS), TEXT),
                        store(Stores.inMemoryKeyValueStore(OF_SOURCES + LATEST), TEXT),
                        store(Stores.inMemoryKeyValueStore(PENDING), Serdes.Bytes()),
                        rows(OF_SOURCES));
            }
        };
    }

    private static ProcessorSupplier<String, byte[], String, Outgoing> ofAll(DriftParts parts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, byte[], String, Outgoing> get() {
                return new OverallProcessor(parts);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(
                        store(Stores.inMemoryKeyValueStore(OF_ALL + STATES), TEXT),
                        store(Stores.inMemoryKeyValueStore(OF_ALL + COUNTS), TEXT),
                        store(Stores.inMemoryKeyValueStore(OF_ALL + LATEST), TEXT),
                        rows(OF_ALL));
            }
        };
    }

    /** With a cache, so that what changes with every record reaches the changelog once per commit. */
    private static <K> StoreBuilder<KeyValueStore<K, byte[]>> store(
            KeyValueBytesStoreSupplier supplier, Serde<K> keys) {
        return Stores.keyValueStoreBuilder(supplier, keys, BYTES).withCachingEnabled();
    }

    /** Without one: a row is written once. */
    private static StoreBuilder<?> rows(String prefix) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(prefix + ROWS), Serdes.Bytes(), BYTES)
                .withCachingDisabled();
    }

    /** A record's timestamp, but neither before 1970 nor in the future: brokers refuse records of the future. */
    private static TimestampExtractor recordTime(Clock clock) {
        return (incoming, partitionTime) -> Math.max(0, Math.min(incoming.timestamp(), clock.millis()));
    }
}
