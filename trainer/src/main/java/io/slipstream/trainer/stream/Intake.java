package io.slipstream.trainer.stream;

import io.slipstream.schemas.topic.StartAt;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream on a thread of its own and decodes it on several, a bounded number of records ahead of training.
 *
 * <p>Partitions take turns, one record each; only one that is known to be at its end is passed over, and one that holds
 * records but gives none for 30 s. So records that are on the topic before reading begins arrive in the same order
 * however slow broker, decoders and registry are. Partitions are assigned, not subscribed: one trainer owns them all,
 * and its position is its own. When the queue is full the thread waits, and the stream lags: what then
 * happens is the back-pressure policy's to say.
 */
public final class Intake implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STALLED_AFTER = Duration.ofSeconds(30);
    private static final Duration REFRESH_EVERY = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

    private final StreamClients clients;
    private final Source source;
    private final Decoding decoding;
    private final BlockingQueue<Arrival> arrivals;
    private final StreamState state;
    private final boolean followsOrder;
    private final Thread thread = new Thread(this::run, "intake");
    private final Clock clock;
    private volatile long lag;
    private volatile long takenTimestamp;
    private volatile boolean atEnd;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean stopping;

    /**
     * Opens an intake with clients of its own.
     *
     * @param startAt where a topic begins that {@code saved} does not know
     * @param saved what an earlier intake and its batcher left; empty for a new lineage
     * @param kafka the user's client properties
     * @param seed seed of the run
     * @param clock what lag in seconds is measured with
     * @throws IllegalStateException if the topic does not exist
     * @throws LostDataException if the topic no longer holds what was to be read next, and that may not be left out
     */
    public static Intake open(
            IntakeConfig config,
            StartAt startAt,
            Optional<StreamState> saved,
            Map<String, String> kafka,
            String clientId,
            RecordReader reader,
            long seed,
            Clock clock) {
        return open(config, startAt, saved, kafka, clientId, reader, seed, clock, REFRESH_EVERY);
    }

    /** The same with another time between two looks at the topic. */
    static Intake open(
            IntakeConfig config,
            StartAt startAt,
            Optional<StreamState> saved,
            Map<String, String> kafka,
            String clientId,
            RecordReader reader,
            long seed,
            Clock clock,
            Duration refreshEvery) {
        StreamClients clients = StreamClients.open(kafka, clientId);
        try {
            TopicWatch watch = clients.watch(config.topic(), refreshEvery, System::nanoTime);
            TopicIdentity topic = watch.now();
            LostData lostData = new LostData(config.onLostData());
            Opening opening = Opening.of(clients.consumer(), topic, startAt, saved, lostData);
            ReadAhead ahead =
                    new ReadAhead(clients.consumer(), opening, topic, watch, lostData, STALLED_AFTER, System::nanoTime);
            Turns turns = new Turns(opening.state().last());
            opening.positions().keySet().forEach(turns::add);
            BackPressure backPressure = new BackPressure(config.policy(), config.maxLag(), seed, clock);
            Source source = new MergedPartitions(ahead, turns, backPressure);
            return new Intake(config, clients, source, opening.state(), false, reader, clock);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    /**
     * Opens an intake that follows an order recorded earlier: the same records, with the same fates, cut into the same
     * batches. Its stream ends with the order.
     *
     * @param saved the state in which the order was begun
     * @param kafka the user's client properties
     * @param clock what lag in seconds is measured with
     * @throws IllegalStateException if the topic does not exist
     * @throws LostDataException if the topic was made anew since, or no longer holds the first record of the order;
     *     {@link #check} throws it where a later one is gone
     */
    public static Intake follow(
            IntakeConfig config,
            StreamState saved,
            Order order,
            Map<String, String> kafka,
            String clientId,
            RecordReader reader,
            Clock clock) {
        StreamClients clients = StreamClients.open(kafka, clientId);
        try {
            TopicWatch watch = clients.watch(config.topic(), NEVER, System::nanoTime);
            TopicIdentity topic = watch.now();
            LostData lostData = LostData.ofRecordedOrder();
            Opening opening = Opening.following(clients.consumer(), topic, saved, order, lostData);
            ReadAhead ahead =
                    new ReadAhead(clients.consumer(), opening, topic, watch, lostData, NEVER, System::nanoTime);
            return new Intake(config, clients, new FollowedOrder(ahead, order), opening.state(), true, reader, clock);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    private Intake(
            IntakeConfig config,
            StreamClients clients,
            Source source,
            StreamState state,
            boolean followsOrder,
            RecordReader reader,
            Clock clock) {
        this.clock = clock;
        this.clients = clients;
        this.source = source;
        this.state = state;
        this.followsOrder = followsOrder;
        int cores = Runtime.getRuntime().availableProcessors();
        this.decoding = new Decoding(new DecoderPool(reader, config.decoderThreads(cores)));
        this.arrivals = new ArrayBlockingQueue<>(config.ahead());
    }

    /** Starts reading. */
    public void start() {
        thread.start();
    }

    /** What was known of the stream when the intake was opened: the state its batcher goes on from. */
    StreamState state() {
        return state;
    }

    /** Whether it follows an order, and so says itself where batches are cut. */
    boolean followsOrder() {
        return followsOrder;
    }

    BlockingQueue<Arrival> arrivals() {
        return arrivals;
    }

    /**
     * Whether every partition is known to be at its end and all that was read has arrived. Who asks this first and then
     * finds no arrival has seen all there was.
     */
    boolean isAtEnd() {
        return atEnd;
    }

    /** Records on the partitions that training has not taken yet. */
    public long lag() {
        return lag + arrivals.size();
    }

    /** Age in seconds of the record read last, while more wait behind it; otherwise 0. */
    public double lagSeconds() {
        boolean more = takenTimestamp > 0 && lag() > 0;
        return more ? Math.max(0, clock.millis() - takenTimestamp) / 1_000.0 : 0;
    }

    /**
     * Throws what ended the reading, if anything did.
     *
     * @throws LostDataException if it was that data is gone
     */
    public void check() {
        RuntimeException found = failure;
        if (found != null) {
            throw found;
        }
    }

    private void run() {
        try {
            while (!stopping) {
                readOn();
            }
        } catch (LostDataException e) {
            failure = e;
        } catch (RuntimeException | InterruptedException e) {
            failure = new IllegalStateException("reading the stream ended: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            failure = new IllegalStateException("reading the stream ended: " + cause.getMessage(), cause);
        }
    }

    /** Begins to decode one more record, or hands over the oldest of those in work. */
    private void readOn() throws InterruptedException, ExecutionException {
        boolean idle = decoding.size() == 0;
        Optional<Item> next = mayDecodeAnother() ? source.next(idle ? POLL : Duration.ZERO) : Optional.empty();
        if (next.isPresent()) {
            atEnd = false;
            decoding.add(next.get());
            if (next.get() instanceof Item.Encoded taken) {
                takenTimestamp = taken.record().timestamp();
            }
        } else if (idle) {
            atEnd = source.isAtEnd();
        } else {
            handOver();
        }
        lag = source.waiting() + decoding.size();
    }

    /** A place in the queue is kept for every record in work but one, which waits for its place in hand. */
    private boolean mayDecodeAnother() {
        return decoding.size() == 0 || (!decoding.isFull() && decoding.size() < arrivals.remainingCapacity());
    }

    /** Waits while the queue is full, training being slower than the stream; gives up when asked to stop. */
    private void handOver() throws InterruptedException, ExecutionException {
        Optional<Arrival> arrival = decoding.poll(POLL);
        boolean taken = arrival.isEmpty();
        while (!stopping && !taken) {
            taken = arrivals.offer(arrival.orElseThrow(), POLL.toMillis(), TimeUnit.MILLISECONDS);
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
        decoding.close();
        clients.close();
    }
}
