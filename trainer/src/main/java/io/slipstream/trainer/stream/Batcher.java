package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.replay.Replayed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Mixes arrivals with replay into batches, and accounts for every arrival it takes.
 *
 * <p>A new image is fresh in exactly one batch, or in as many in a row as there are passes over it, and is offered to the
 * replay buffer when the last of them is handed out. A batch has fewer new images than it may only when the whole stream is at its end. So how a backlog is cut into
 * batches depends on the backlog alone. Not thread-safe: it belongs to the training thread.
 */
public final class Batcher {

    private static final int SMALLEST_BATCH = 2; // batch norm needs two images
    private static final Duration POLL = Duration.ofMillis(20); // how soon a stop is noticed

    private final BatchConfig config;
    private final StreamAccount account;
    private final BlockingQueue<Arrival> arrivals;
    private final BooleanSupplier streamAtEnd;
    private final boolean followsOrder;
    private final ReplayBuffer<TrainingImage> replay;
    private final DoubleSupplier lagSeconds;
    private final LongSupplier nanoTime;
    private Arrival.@Nullable Cut cut;
    private List<PendingImage> fresh = List.of();
    private int pass;
    private int passes;
    private long lastFreshNanos;
    private long waitedNanos;

    /**
     * A batcher over the arrivals of one intake, which goes on from the state the intake was opened with.
     *
     * @param dedupeWindow distinct images among which one is recognised as sent again
     * @param recorded the order since the last snapshot, which is gone on with
     * @param deadLetters where refused records go
     * @param nanoTime monotonic time
     */
    public Batcher(
            BatchConfig config,
            int dedupeWindow,
            Intake intake,
            ReplayBuffer<TrainingImage> replay,
            Order recorded,
            Consumer<DeadLetter> deadLetters,
            LongSupplier nanoTime) {
        this(
                config,
                new StreamAccount(intake.state(), dedupeWindow, recorded, deadLetters),
                intake.arrivals(),
                intake::isAtEnd,
                intake.followsOrder(),
                intake::lagSeconds,
                replay,
                nanoTime);
    }

    Batcher(
            BatchConfig config,
            StreamAccount account,
            BlockingQueue<Arrival> arrivals,
            BooleanSupplier streamAtEnd,
            boolean followsOrder,
            DoubleSupplier lagSeconds,
            ReplayBuffer<TrainingImage> replay,
            LongSupplier nanoTime) {
        this.config = config;
        this.account = account;
        this.arrivals = arrivals;
        this.streamAtEnd = streamAtEnd;
        this.followsOrder = followsOrder;
        this.lagSeconds = lagSeconds;
        this.replay = replay;
        this.nanoTime = nanoTime;
        this.lastFreshNanos = nanoTime.getAsLong();
    }

    /** The account of every offset read. */
    public Ledger ledger() {
        return account.ledger();
    }

    /** A copy of what is to be remembered of the stream; may be taken between any two calls. */
    public StreamState state() {
        return account.state();
    }

    /** Notes that the learning rate begins to warm up again before the next step. */
    public void rewarm() {
        account.log().rewarm();
    }

    /** What has been done with the stream since the order was last taken. */
    public Order order() {
        return account.log().order();
    }

    /** The same, which is then forgotten: to be called when a snapshot is made. */
    public Order takeOrder() {
        return account.log().take();
    }

    /**
     * Whether the stream is at its end and nothing of it is left to train on; with {@code when-idle: replay} there may
     * still be batches of replay alone.
     */
    public boolean isExhausted() {
        return streamAtEnd.getAsBoolean()
                && arrivals.isEmpty()
                && cut == null
                && (followsOrder || account.pending() == 0 || available() < SMALLEST_BATCH);
    }

    /** Time spent waiting for images so far, in nanoseconds. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /**
     * Collects for up to {@code patience} and returns the first pass over the next new images, or nothing if there is none
     * yet. To be called after the last pass over those before.
     *
     * <p>What was collected is kept for the next call.
     */
    public Optional<Batch> next(long step, Duration patience) throws InterruptedException {
        long start = nanoTime.getAsLong();
        boolean ready = takeWhatIsThere();
        while (!ready && nanoTime.getAsLong() - start < patience.toNanos()) {
            Arrival arrival = arrivals.poll(POLL.toNanos(), TimeUnit.NANOSECONDS);
            if (arrival != null) {
                take(arrival);
            }
            ready = takeWhatIsThere();
        }
        waitedNanos += nanoTime.getAsLong() - start;
        return ready ? Optional.of(mix(step)) : Optional.empty();
    }

    /** Takes arrivals until a batch is full or none is left; returns whether a batch is ready. */
    private boolean takeWhatIsThere() {
        boolean atEnd = streamAtEnd.getAsBoolean(); // asked first: what arrives meanwhile is then no end
        while (!isFull()) {
            @Nullable Arrival arrival = arrivals.poll();
            if (arrival == null) {
                return isAsFullAsItGets(atEnd);
            }
            take(arrival);
        }
        return true;
    }

    private boolean isFull() {
        if (followsOrder) {
            return cut != null;
        }
        return account.pending() >= config.stream() && available() >= config.size();
    }

    /**
     * Whether a batch is due although no more has arrived: of the last images of the stream, or of replay, which is mixed by
     * what has arrived when there is time, and not by what is on the stream.
     */
    private boolean isAsFullAsItGets(boolean atEnd) {
        if (followsOrder) {
            return false;
        }
        boolean quiet = atEnd
                && nanoTime.getAsLong() - lastFreshNanos >= config.maxWait().toNanos();
        return switch (config.whenIdle()) {
            case WAIT -> quiet && account.pending() > 0 && available() >= SMALLEST_BATCH;
            case REPLAY -> available() >= (quiet ? SMALLEST_BATCH : config.size());
        };
    }

    private int available() {
        return account.pending() + replay.size();
    }

    private void take(Arrival arrival) {
        if (arrival instanceof Arrival.Cut found) {
            cut = found;
            return;
        }
        int before = account.pending();
        account.take(arrival);
        if (account.pending() > before) {
            lastFreshNanos = nanoTime.getAsLong();
        }
    }

    /** The next pass over the new images of the batch handed out last, with other replayed ones. */
    public Batch again(long step) {
        if (pass >= passes) {
            throw new IllegalStateException("expected a batch with passes left, found pass " + pass + " of " + passes);
        }
        return pass(step, false);
    }

    private Batch mix(long step) {
        int count = cut == null ? account.pending() : cut.fresh();
        if (count > account.pending()) {
            throw new IllegalStateException("expected " + count + " new images for step " + step
                    + " as it was recorded, found " + account.pending() + ": records were read otherwise then");
        }
        passes = cut == null ? passes(count) : cut.passes();
        boolean rewarm = cut != null && cut.rewarm();
        cut = null;
        if (rewarm) {
            account.log().rewarm();
        }
        fresh = account.train(count, passes);
        pass = 0;
        return pass(step, rewarm);
    }

    private int passes(int count) {
        return count == 0 ? 1 : config.passes(lagSeconds.getAsDouble());
    }

    private Batch pass(long step, boolean rewarm) {
        pass++;
        List<TrainingImage> images = new ArrayList<>(config.size());
        List<Long> numbers = new ArrayList<>(config.size());
        List<Replayed<TrainingImage>> replayed = replay.sample(step, config.size() - fresh.size());
        for (PendingImage each : fresh) {
            images.add(each.image());
            numbers.add(pass == passes ? replay.offer(each.image(), each.source()) : Replayed.NONE);
        }
        for (Replayed<TrainingImage> each : replayed) {
            images.add(each.image());
            numbers.add(each.number());
        }
        return new Batch(images, numbers, fresh.size(), pass, passes, rewarm);
    }
}
