package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.trainer.replay.ReservoirBuffer;
import io.slipstream.trainer.stream.BatchConfig.WhenIdle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mixes arrivals with replay into batches, and accounts for every arrival it takes.
 *
 * <p>A new image is in exactly one batch as a fresh one, and is offered to the replay buffer when that batch is handed
 * out. Not thread-safe: it belongs to the training thread.
 */
public final class Batcher {

    private static final int SMALLEST_BATCH = 2; // batch norm needs two images
    private static final Duration POLL = Duration.ofMillis(20); // how soon a stop is noticed

    private final BatchConfig config;
    private final BlockingQueue<Arrival> arrivals;
    private final ReservoirBuffer<TrainingImage> replay;
    private final Ledger ledger;
    private final DedupeWindow recent;
    private final Consumer<DeadLetter> deadLetters;
    private final LongSupplier nanoTime;
    private final List<Arrival.Decoded> fresh = new ArrayList<>();
    private long lastFreshNanos;
    private long waitedNanos;

    /**
     * A batcher over the arrivals of one intake.
     *
     * @param deadLetters where refused records go
     * @param nanoTime monotonic time
     */
    public Batcher(
            BatchConfig config,
            int dedupeWindow,
            Intake intake,
            ReservoirBuffer<TrainingImage> replay,
            Ledger ledger,
            Consumer<DeadLetter> deadLetters,
            LongSupplier nanoTime) {
        this(config, dedupeWindow, intake.arrivals(), replay, ledger, deadLetters, nanoTime);
    }

    Batcher(
            BatchConfig config,
            int dedupeWindow,
            BlockingQueue<Arrival> arrivals,
            ReservoirBuffer<TrainingImage> replay,
            Ledger ledger,
            Consumer<DeadLetter> deadLetters,
            LongSupplier nanoTime) {
        this.config = config;
        this.recent = new DedupeWindow(dedupeWindow);
        this.arrivals = arrivals;
        this.replay = replay;
        this.ledger = ledger;
        this.deadLetters = deadLetters;
        this.nanoTime = nanoTime;
        this.lastFreshNanos = nanoTime.getAsLong();
    }

    /** Time spent waiting for images so far, in nanoseconds. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /**
     * Collects for up to {@code patience} and returns the next batch, or nothing if there is none yet.
     *
     * <p>What was collected is kept for the next call.
     */
    public Optional<Batch> next(long step, Duration patience) throws InterruptedException {
        long start = nanoTime.getAsLong();
        takeWhatIsThere();
        boolean ready = isReady();
        while (!ready && nanoTime.getAsLong() - start < patience.toNanos()) {
            Arrival arrival = arrivals.poll(POLL.toNanos(), TimeUnit.NANOSECONDS);
            if (arrival != null) {
                account(arrival);
                takeWhatIsThere();
            }
            ready = isReady();
        }
        waitedNanos += nanoTime.getAsLong() - start;
        return ready ? Optional.of(mix(step)) : Optional.empty();
    }

    /** The images taken but not yet trained on, filled up with replay; nothing if there are none or too few. */
    public Optional<Batch> last(long step) {
        return fresh.isEmpty() || available() < SMALLEST_BATCH ? Optional.empty() : Optional.of(mix(step));
    }

    /** Ready when the batch is full, or as full as it will get now that the stream is quiet. */
    private boolean isReady() {
        boolean quietForLong =
                nanoTime.getAsLong() - lastFreshNanos >= config.maxWait().toNanos();
        if (available() < config.size()) {
            boolean idle = fresh.isEmpty() && config.whenIdle() == WhenIdle.WAIT;
            return quietForLong && !idle && available() >= SMALLEST_BATCH;
        }
        return switch (config.whenIdle()) {
            case REPLAY -> true;
            case WAIT -> fresh.size() >= config.stream() || (!fresh.isEmpty() && quietForLong);
        };
    }

    private int available() {
        return fresh.size() + replay.size();
    }

    private void takeWhatIsThere() {
        while (fresh.size() < config.stream() || available() < config.size()) {
            @Nullable Arrival arrival = arrivals.poll();
            if (arrival == null) {
                return;
            }
            account(arrival);
        }
    }

    private void account(Arrival arrival) {
        if (arrival instanceof Arrival.Refused refused) {
            deadLetters.accept(refused.letter());
            ledger.deadLettered(refused.partition(), refused.offset());
        } else if (arrival instanceof Arrival.Decoded decoded) {
            if (recent.isNew(decoded.image().id())) {
                ledger.pending(decoded.partition(), decoded.offset());
                fresh.add(decoded);
                lastFreshNanos = nanoTime.getAsLong();
            } else {
                ledger.duplicate(decoded.partition(), decoded.offset());
            }
        }
    }

    private Batch mix(long step) {
        List<TrainingImage> arrived = fresh.stream().map(Arrival.Decoded::image).toList();
        List<TrainingImage> replayed = replay.sample(step, config.size() - arrived.size());
        fresh.forEach(image -> ledger.trained(image.partition()));
        fresh.clear();
        arrived.forEach(replay::offer);
        return new Batch(Stream.concat(arrived.stream(), replayed.stream()).toList(), arrived.size());
    }
}
