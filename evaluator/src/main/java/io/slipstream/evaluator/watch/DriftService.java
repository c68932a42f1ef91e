package io.slipstream.evaluator.watch;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.evaluator.watch.encode.EncoderHost;
import io.slipstream.evaluator.watch.row.Counts;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DriftAnchor;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.sample.SampleReader;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.streams.BoundedRocksDb;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running instance of the application that watches the stream. Thread-safe. */
final class DriftService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DriftService.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

    /** A fixed and a current encoder, the one before, and that of a slow source. */
    private static final int MOST_ENCODERS = 4;

    private final SchemaRegistryClient registry;
    private final SampleBytes bytes;
    private final EncoderHost encoders;
    private final BoundedRocksDb.Memory memory;
    private final StopSignal stop;
    private final KafkaStreams streams;
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "calibration");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private DriftService(
            DriftConfig config,
            SchemaRegistryClient registry,
            SampleBytes bytes,
            List<byte[]> declared,
            StopSignal stop,
            Retry retry) {
        this.registry = registry;
        this.bytes = bytes;
        this.stop = stop;
        this.encoders =
                new EncoderHost(config.encoder().threads(), config.encoder().batchSize(), MOST_ENCODERS);
        this.memory = new BoundedRocksDb.Memory(config.stateMemory().bytes());
        DriftParts parts = new DriftParts(
                config,
                new SampleReader(new AvroDeserializer<>(registry, ImageSample.class), config.image()),
                bytes,
                encoders,
                config.encoderRule(),
                declared,
                new AvroDeserializer<>(registry, ModelSnapshot.class),
                new AvroDeserializer<>(registry, ChannelPointer.class),
                new AvroDeserializer<>(registry, DriftAnchor.class),
                new AvroSerializer<>(registry),
                new AvroSerializer<>(registry),
                retry,
                background,
                Clock.systemUTC());
        Map<String, Object> settings = config.streams().byName();
        memory.addTo(settings);
        this.streams = new KafkaStreams(DriftTopology.of(parts), new StreamsConfig(settings));
        streams.setUncaughtExceptionHandler(problem -> {
            failure.compareAndSet(null, problem);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((next, before) -> {
            log.atInfo()
                    .addKeyValue("state", next)
                    .addKeyValue("before", before)
                    .log("The watch changed its state");
            if (next == KafkaStreams.State.ERROR || next == KafkaStreams.State.NOT_RUNNING) {
                ended.countDown();
            }
        });
    }

    /**
     * Starts to watch; creates the topics and registers the schemas that are missing, waiting for a broker and a registry that
     * are away.
     *
     * @param stop ends the waiting
     * @throws io.slipstream.evaluator.topic.UnavailableException if broker or registry stayed away
     * @throws Retry.StoppedException if asked to stop meanwhile
     * @throws IOException if the declared anchor or the store of large images cannot be opened
     */
    static DriftService start(DriftConfig config, StopSignal stop) throws IOException {
        List<byte[]> declared = Declared.read(config);
        Retry retry = new Retry(config.retry(), Clock.systemUTC(), stop);
        SchemaRegistryClient registry = Registry.connect(config.registry());
        new Preparation(config, retry).prepare(registry);
        SampleBytes bytes = SampleBytes.open(config.claimCheck(), config.image().maxBytes());
        DriftService service = new DriftService(config, registry, bytes, declared, stop, retry);
        service.streams.start();
        return service;
    }

    /** Waits until the watch has ended by itself, that is failed, or the time is over; true if it has ended. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return ended.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What ended the watch, if something did; being asked to stop in the middle of a wait is no failure. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get()).filter(problem -> !isStop(problem));
    }

    private static boolean isStop(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof Retry.StoppedException) {
                return true;
            }
        }
        return false;
    }

    KafkaStreams.State state() {
        return streams.state();
    }

    /** Partitions whose sources this instance watches, and the whole if it watches that. */
    int tasks() {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
    }

    /**
     * The latest reports of the streams that this instance watches, as JSON, by stream.
     *
     * @throws InvalidStateStoreException while partitions move or their state is restored
     */
    Map<String, byte[]> latest() {
        return all(DriftTopology.LATEST, Function.identity());
    }

    /**
     * What became of the images of the streams that this instance watches.
     *
     * @throws InvalidStateStoreException while partitions move or their state is restored
     */
    Map<String, Counts> counts() {
        return all(DriftTopology.COUNTS, Counts::read);
    }

    private <T> Map<String, T> all(String store, Function<byte[], T> read) {
        Map<String, T> found = new TreeMap<>();
        for (String prefix : List.of(DriftTopology.OF_SOURCES, DriftTopology.OF_ALL)) {
            try (KeyValueIterator<String, byte[]> entries = streams.store(StoreQueryParameters.fromNameAndType(
                            prefix + store, QueryableStoreTypes.<String, byte[]>keyValueStore()))
                    .all()) {
                entries.forEachRemaining(entry -> found.put(entry.key, read.apply(entry.value)));
            } catch (InvalidStateStoreException elsewhere) {
                if (state() != KafkaStreams.State.RUNNING) {
                    throw elsewhere;
                }
                // an instance may watch sources only, or the whole only
            }
        }
        return found;
    }

    /** Finishes and commits the records at hand, and gives the partitions to other instances at once. */
    @Override
    public void close() throws IOException {
        stop.give();
        streams.close(CloseOptions.timeout(LONGEST_CLOSE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        background.shutdownNow();
        encoders.close();
        bytes.close();
        memory.close();
        registry.close();
    }
}
