package io.slipstream.ingest.curation;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.DecodingMemory;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.SampleReader;
import io.slipstream.schemas.sample.Samples;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Curation without a broker: records in, images, dead letters and counts out. */
final class CurationDriver implements AutoCloseable {

    /** The present, which no record time passes. */
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** More than the heap, so that no test depends on its size. */
    private static final long PLENTY = 1L << 40;

    private final SchemaRegistryClient registry;
    private final CurationConfig config;
    private final Probe probe;
    private final TopologyDescription description;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> raw;

    /** @param keys of the configuration, as YAML without braces */
    CurationDriver(String keys) throws ConfigException {
        this(keys, new StoredBytes(SampleBytes.inline()), Long.MAX_VALUE);
    }

    CurationDriver(String keys, ImageBytes imageBytes, long mostBytes) throws ConfigException {
        config = ConfigLoader.parse("{" + keys + "}", "curation.yaml", CurationConfig.class);
        String url = "{url: 'mock://" + UUID.randomUUID() + "'}";
        registry = Registry.connect(ConfigLoader.parse(url, "registry", RegistryConfig.class));
        probe = new Probe(config, new DecodingMemory(PLENTY));
        CurationParts parts = new CurationParts(
                config,
                new SampleReader(new AvroDeserializer<>(registry, ImageSample.class), config.image()),
                imageBytes,
                probe,
                new Outlet(new AvroSerializer<>(registry), new AvroSerializer<>(registry), mostBytes),
                () -> false);
        Topology topology = CurationTopology.of(parts, Clock.fixed(NOW, ZoneOffset.UTC));
        description = topology.describe();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "curation-test-" + UUID.randomUUID());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, "target/curation-test");
        properties.put("processing.exception.handler.global.enabled", true);
        driver = new TopologyTestDriver(topology, properties, NOW);
        raw = driver.createInputTopic(Topics.IMAGES_RAW.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What is read, and what is written. */
    TopologyDescription description() {
        return description;
    }

    /** Whether decoders are still at images that were given up. */
    boolean isDecoding() {
        return probe.atLarge() > 0;
    }

    /** A record in its framed form, taken and written {@code seconds} before the present. */
    void framed(String source, byte[] image, long secondsAgo) throws Exception {
        Instant time = NOW.minusSeconds(secondsAgo);
        framed(sample(source, image, time), time);
    }

    static ImageSample sample(String source, byte[] image, Instant time) throws Exception {
        ImageLimits limits = ConfigLoader.defaults(ImageLimits.class);
        return Samples.of(image, source, time, Map.of("site", "north"), limits);
    }

    void framed(ImageSample sample, Instant time) {
        byte[] value = new AvroSerializer<ImageSample>(registry).serialize(Topics.IMAGES_RAW.name(), sample);
        put(sample.getSource(), value, Map.of("trace", "t-1"), time);
    }

    /** Any record. */
    void put(String key, byte @Nullable [] value, Map<String, String> headers, Instant time) {
        Headers all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(StandardCharsets.UTF_8)));
        raw.pipeInput(tombstoneOr(key.getBytes(StandardCharsets.UTF_8), value, all, time));
    }

    @SuppressWarnings("NullAway") // Kafka's test kit does not say that a value may be null
    private static TestRecord<byte[], byte[]> tombstoneOr(
            byte[] key, byte @Nullable [] value, Headers headers, Instant time) {
        return new TestRecord<>(key, value, headers, time);
    }

    List<TestRecord<String, ImageSample>> images() {
        return output(Topics.IMAGES.name(), new AvroDeserializer<>(registry, ImageSample.class));
    }

    List<TestRecord<String, DeadLetter>> letters() {
        return output(Topics.IMAGES_DEAD_LETTER.name(), new AvroDeserializer<>(registry, DeadLetter.class));
    }

    /** What was counted so far. */
    PartitionLedger ledger() {
        return PartitionLedger.of(0, driver.getKeyValueStore(CurationTopology.LEDGER));
    }

    /** Number of entries in a store. */
    int entries(String store) {
        int entries = 0;
        try (var all = driver.getKeyValueStore(store).all()) {
            for (; all.hasNext(); all.next()) {
                entries++;
            }
        }
        return entries;
    }

    void passWallClock(Duration time) {
        driver.advanceWallClockTime(time);
    }

    private <V extends SpecificRecord> List<TestRecord<String, V>> output(String topic, Deserializer<V> values) {
        return driver.createOutputTopic(topic, new StringDeserializer(), values).readRecordsToList();
    }

    @Override
    public void close() throws IOException {
        driver.close();
        probe.close();
        registry.close();
    }
}
