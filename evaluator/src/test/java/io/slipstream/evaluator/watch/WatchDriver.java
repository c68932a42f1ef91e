package io.slipstream.evaluator.watch;

import static java.util.Objects.requireNonNull;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.follow.Announcements;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DriftAnchor;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingRequest;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The watch without a broker: images and snapshots in, reports out. */
final class WatchDriver implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** Small enough that a test takes a second: windows of 20, anchors of 60 images, every image looked at. */
    static final String SMALL = "every: 1, overall-every: 1, window: {images: 20, block: 2}, anchor: {images: 60,"
            + " canonical: 12}, alarm: {run-length: 20, simulated-streams: 100}, encoder: {batch-size: 8},"
            + " statistics: {permutations: 200, components: 4, most-drifted: 5}";

    final CellEmbedder embedder = new CellEmbedder();
    final DriftParts parts;
    private final SchemaRegistryClient registry;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> images;
    private long millis;

    /** @param keys of the configuration, as YAML without braces */
    WatchDriver(String keys) throws Exception {
        DriftConfig config = ConfigLoader.parse("{" + keys + "}", "drift.yaml", DriftConfig.class);
        String url = "{url: 'mock://" + UUID.randomUUID() + "'}";
        registry = Registry.connect(ConfigLoader.parse(url, "registry", RegistryConfig.class));
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        parts = parts(config, clock);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "drift-test-" + UUID.randomUUID());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, "target/drift-test");
        properties.put("processing.exception.handler.global.enabled", true);
        driver = new TopologyTestDriver(DriftTopology.of(parts), properties, NOW);
        images = driver.createInputTopic(config.topic(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private DriftParts parts(DriftConfig config, Clock clock) throws Exception {
        return new DriftParts(
                config,
                new SampleReader(new AvroDeserializer<>(registry, ImageSample.class), config.image()),
                SampleBytes.inline(),
                embedder,
                config.encoderRule(),
                Declared.read(config),
                new AvroDeserializer<>(registry, ModelSnapshot.class),
                new AvroDeserializer<>(registry, ChannelPointer.class),
                new AvroDeserializer<>(registry, DriftAnchor.class),
                new AvroSerializer<>(registry),
                new AvroSerializer<>(registry),
                new Retry(config.retry(), clock, new StopSignal()),
                Runnable::run,
                clock);
    }

    void announce(long step) {
        ModelSnapshot snapshot = Announcements.snapshot("m", step).build();
        byte[] value = new AvroSerializer<ModelSnapshot>(registry).serialize(Topics.MODEL_SNAPSHOTS.name(), snapshot);
        driver.createInputTopic(Topics.MODEL_SNAPSHOTS.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(snapshot.getSnapshotId(), value);
    }

    void askForAnAnchor(String snapshotId) {
        DriftAnchor request =
                new DriftAnchor(parts.config().applicationId(), NOW, snapshotId, "the line was rebuilt", "tester");
        byte[] value = new AvroSerializer<DriftAnchor>(registry).serialize(Topics.DRIFT_ANCHORS.name(), request);
        driver.createInputTopic(Topics.DRIFT_ANCHORS.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(request.getApplication(), value);
    }

    /** Images of a source, a second apart. */
    void images(String source, Frames frames, int count, double lamp) throws Exception {
        for (int i = 0; i < count; i++) {
            Instant time = NOW.minusSeconds(7200).plusSeconds(millis++);
            ImageSample sample = Samples.of(
                    frames.next(lamp), source, time, Map.of(), parts.config().image());
            byte[] value =
                    requireNonNull(new AvroSerializer<ImageSample>(registry).serialize(Topics.IMAGES.name(), sample));
            send(source, value, time);
        }
    }

    /** Capture time of the next image. */
    Instant next() {
        return NOW.minusSeconds(7200).plusSeconds(millis);
    }

    void send(String source, byte[] value, Instant time) {
        images.pipeInput(source.getBytes(StandardCharsets.UTF_8), value, time);
    }

    /** The 2-second pulse: what waits for a batch is embedded, and what was published is looked at. */
    void pulse() {
        driver.advanceWallClockTime(Duration.ofSeconds(2));
    }

    List<DriftReport> reports() {
        return output(Topics.DRIFT_REPORTS.name(), DriftReport.class);
    }

    List<DriftReport> reports(String source) {
        return reports().stream()
                .filter(report -> report.getSource().equals(source))
                .toList();
    }

    List<TrainingRequest> requests() {
        return output(Topics.TRAINING_REQUESTS.name(), TrainingRequest.class);
    }

    private <V extends SpecificRecord> List<V> output(String topic, Class<V> type) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new AvroDeserializer<>(registry, type))
                .readValuesToList();
    }

    /** What was counted of a source. */
    io.slipstream.evaluator.watch.row.Counts counts(String source) {
        byte[] stored = (byte[]) driver.getKeyValueStore(DriftTopology.OF_SOURCES + DriftTopology.COUNTS)
                .get(source);
        return io.slipstream.evaluator.watch.row.Counts.read(stored);
    }

    /** Entries in a store. */
    int entries(String store) {
        int entries = 0;
        try (var all = driver.getKeyValueStore(store).all()) {
            for (; all.hasNext(); all.next()) {
                entries++;
            }
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        driver.close();
        registry.close();
    }
}
