package io.slipstream.trainer.stream;

import io.slipstream.schemas.serde.RegistryUnavailableException;
import io.slipstream.schemas.topic.StartAt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stream on a thread of its own and decodes it on several, a bounded number of records ahead of training.
 * Records arrive in the order of their partition.
 *
 * <p>Partitions are assigned, not subscribed: one trainer owns them all, and its position is its own. Group offsets are
 * committed for monitoring only. When the queue is full the thread waits, and the stream lags: nothing is dropped.
 */
public final class Intake implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final DecoderPool decoders;
    private final Queue<InWork> inWork = new ArrayDeque<>();
    private final BlockingQueue<Arrival> arrivals;
    private final Map<TopicPartition, Long> startOffsets;
    private final Thread thread = new Thread(this::run, "intake");
    private final AtomicReference<Map<TopicPartition, OffsetAndMetadata>> toCommit = new AtomicReference<>(Map.of());
    private volatile long lag;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean stopping;

    /** A record and what will come of it. */
    private record InWork(ConsumerRecord<byte[], byte[]> record, Future<Arrival> arrival) {}

    /** Opens a consumer with the given settings and an intake on it, which closes it. */
    public static Intake open(
            IntakeConfig config, StartAt startAt, Map<String, Object> consumerSettings, RecordReader reader) {
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        int cores = Runtime.getRuntime().availableProcessors();
        try {
            DecoderPool decoders = new DecoderPool(reader, config.decoderThreads(cores));
            return new Intake(consumer, config.topic(), startAt, config.ahead(), decoders);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * Takes over a consumer and decoders; assigns the consumer every partition of a topic and moves it to where a new
     * lineage starts.
     *
     * @param ahead records decoded ahead of training at most
     * @throws IllegalStateException if the topic does not exist
     */
    Intake(Consumer<byte[], byte[]> consumer, String topic, StartAt startAt, int ahead, DecoderPool decoders) {
        this.consumer = consumer;
        this.decoders = decoders;
        this.arrivals = new ArrayBlockingQueue<>(ahead);
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("expected a topic '" + topic + "', found none");
        }
        consumer.assign(partitions);
        startOffsets = startAt.offsets(consumer, partitions);
        startOffsets.forEach(consumer::seek);
    }

    /** Starts reading. */
    public void start() {
        thread.start();
    }

    /** Offsets the lineage starts at. */
    public Map<TopicPartition, Long> startOffsets() {
        return startOffsets;
    }

    BlockingQueue<Arrival> arrivals() {
        return arrivals;
    }

    /** Records on the partitions that training has not taken yet. */
    public long lag() {
        return lag + arrivals.size();
    }

    /** Publishes offsets as the group's position, for monitoring tools; returns at once. */
    public void commit(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> metadata = new HashMap<>();
        offsets.forEach((partition, offset) -> metadata.put(partition, new OffsetAndMetadata(offset)));
        toCommit.set(metadata);
    }

    /** Throws what ended the reading, if anything did. */
    public void check() {
        RuntimeException found = failure;
        if (found != null) {
            throw found;
        }
    }

    private void run() {
        try {
            long lastCommit = System.nanoTime();
            while (!stopping) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                long unread = consumer.assignment().stream()
                        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                        .sum();
                handOver(polled, unread);
                if (System.nanoTime() - lastCommit > COMMIT_INTERVAL.toNanos()) {
                    lastCommit = System.nanoTime();
                    consumer.commitAsync(toCommit.get(), Intake::reportCommit);
                }
            }
        } catch (RuntimeException | InterruptedException e) {
            failure = new IllegalStateException("reading the stream ended: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            failure = new IllegalStateException("reading the stream ended: " + cause.getMessage(), cause);
        }
    }

    /** Decodes several records at a time and hands all over in the order of the partitions. */
    private void handOver(ConsumerRecords<byte[], byte[]> polled, long unread)
            throws InterruptedException, ExecutionException {
        long untaken = polled.count();
        lag = unread + untaken;
        Iterator<ConsumerRecord<byte[], byte[]>> records = polled.iterator();
        while (!stopping && untaken > 0) {
            while (records.hasNext() && mayDecodeAnother()) {
                ConsumerRecord<byte[], byte[]> record = records.next();
                inWork.add(new InWork(record, decoders.read(record)));
            }
            handOver(inWork.remove());
            lag = unread + --untaken;
        }
    }

    /** A place in the queue is kept for every record in work but one, which waits for its place in hand. */
    private boolean mayDecodeAnother() {
        return inWork.isEmpty() || inWork.size() < Math.min(decoders.window(), arrivals.remainingCapacity());
    }

    /** Waits while the queue is full, training being slower than the stream; gives up when asked to stop. */
    private void handOver(InWork oldest) throws InterruptedException, ExecutionException {
        Optional<Arrival> arrival = result(oldest);
        boolean taken = arrival.isEmpty();
        while (!stopping && !taken) {
            taken = arrivals.offer(arrival.orElseThrow(), POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Tries again while the registry cannot be reached; nothing when asked to stop. */
    private Optional<Arrival> result(InWork oldest) throws InterruptedException, ExecutionException {
        ConsumerRecord<byte[], byte[]> record = oldest.record();
        Future<Arrival> arrival = oldest.arrival();
        while (!stopping) {
            try {
                return Optional.of(arrival.get(POLL.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException stillDecoding) {
                // Look whether to stop, then wait on.
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RegistryUnavailableException outage)) {
                    throw e;
                }
                log.atWarn()
                        .addKeyValue("record", record.topic() + "-" + record.partition() + "@" + record.offset())
                        .addKeyValue("cause", outage.getMessage())
                        .log("The schema registry cannot be reached, trying again");
                Thread.sleep(RETRY_PAUSE.toMillis());
                arrival = decoders.read(record);
            }
        }
        return Optional.empty();
    }

    private static void reportCommit(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception error) {
        if (error != null) {
            log.atWarn()
                    .addKeyValue("cause", error.getMessage())
                    .log("Could not commit the group's offsets; they are for monitoring only, training goes on");
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        decoders.close();
        try (consumer) {
            consumer.commitSync(toCommit.get(), LAST_COMMIT);
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("The consumer did not close in order");
        }
    }
}
