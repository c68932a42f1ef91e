package io.slipstream.ingest.curation;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.ingest.publish.Patience;
import io.slipstream.ingest.publish.UnavailableException;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.DecodingMemory;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ImageSample;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running instance of curation. Thread-safe. */
final class CurationService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CurationService.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

    private final SchemaRegistryClient registry;
    private final SampleBytes bytes;
    private final Probe probe;
    private final BoundedRocksDb.Memory memory;
    private final KafkaStreams streams;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private CurationService(
            CurationConfig config,
            SchemaRegistryClient registry,
            SampleBytes bytes,
            long mostBytes,
            BooleanSupplier stopped) {
        this.registry = registry;
        this.bytes = bytes;
        this.probe = new Probe(config, decodingMemory(config.image()));
        this.memory = new BoundedRocksDb.Memory(config.stateMemory().bytes());
        CurationParts parts = new CurationParts(
                config,
                new SampleReader(new AvroDeserializer<>(registry, ImageSample.class), config.image()),
                new StoredBytes(bytes),
                probe,
                new Outlet(new AvroSerializer<>(registry), new AvroSerializer<>(registry), mostBytes),
                stopped);
        Map<String, Object> settings = config.streams().byName();
        memory.addTo(settings);
        this.streams = new KafkaStreams(CurationTopology.of(parts, Clock.systemUTC()), new StreamsConfig(settings));
        streams.setUncaughtExceptionHandler(problem -> {
            failure.compareAndSet(null, problem);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((next, before) -> {
            log.atInfo()
                    .addKeyValue("state", next)
                    .addKeyValue("before", before)
                    .log("Curation changed its state");
            if (next == KafkaStreams.State.ERROR || next == KafkaStreams.State.NOT_RUNNING) {
                ended.countDown();
            }
        });
    }

    /**
     * Starts curation; creates the topics and registers the schemas that are missing, waiting for a broker and a registry
     * that are away.
     *
     * @param stopped whether the service is to stop; ends the waiting
     * @throws UnavailableException if broker or registry stayed away
     * @throws IOException if the store of large images cannot be opened
     */
    static CurationService start(CurationConfig config, BooleanSupplier stopped)
            throws UnavailableException, IOException, InterruptedException {
        SchemaRegistryClient registry = Registry.connect(config.registry());
        Preparation preparation = new Preparation(config, new Patience(config.giveUpAfter(), stopped));
        long mostBytes = preparation.prepare(registry);
        SampleBytes bytes = SampleBytes.open(config.claimCheck(), config.image().maxBytes());
        CurationService service = new CurationService(config, registry, bytes, mostBytes, stopped);
        service.streams.start();
        return service;
    }

    private static DecodingMemory decodingMemory(ImageLimits limits) {
        DecodingMemory memory = DecodingMemory.ofThisHeap();
        long heap = Runtime.getRuntime().maxMemory();
        if (heap < DecodingMemory.heapFor(limits)) {
            log.atWarn()
                    .addKeyValue("heap", mebibytes(heap))
                    .addKeyValue("for-images", mebibytes(memory.bytes()))
                    .addKeyValue("max-pixels", limits.maxPixels())
                    .addKeyValue("needed", mebibytes(DecodingMemory.heapFor(limits)))
                    .log("The heap (-Xmx) is too small for the largest images allowed; they will be dead letters");
        }
        return memory;
    }

    private static ByteSize mebibytes(long bytes) {
        return ByteSize.ofMiB((bytes >> 20) + 1);
    }

    /** Waits until curation has ended by itself, that is failed, or the time is over; true if it has ended. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return ended.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What ended curation, if something did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    KafkaStreams.State state() {
        return streams.state();
    }

    /**
     * The ledgers of the partitions that this instance curates, in their order.
     *
     * @throws InvalidStateStoreException while partitions move or their state is restored
     */
    List<PartitionLedger> ledgers() {
        return streams.metadataForLocalThreads().stream()
                .map(ThreadMetadata::activeTasks)
                .flatMap(tasks -> tasks.stream().map(TaskMetadata::taskId))
                .map(task -> task.partition())
                .sorted()
                .map(this::ledger)
                .toList();
    }

    private PartitionLedger ledger(int partition) {
        return PartitionLedger.of(
                partition,
                streams.store(StoreQueryParameters.fromNameAndType(
                                CurationTopology.LEDGER, QueryableStoreTypes.<String, byte[]>keyValueStore())
                        .withPartition(partition)));
    }

    /** Finishes and commits the records at hand, and gives the partitions to other instances at once. */
    @Override
    public void close() throws IOException {
        streams.close(CloseOptions.timeout(LONGEST_CLOSE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        probe.close();
        bytes.close();
        memory.close();
        registry.close();
    }
}
