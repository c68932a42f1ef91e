package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.replay.Replayed;
import io.slipstream.trainer.stream.BatchConfig.WhenIdle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatcherTest {

    private static final TopicPartition PARTITION = new TopicPartition("images", 0);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** A queue whose waits pass on a clock of the test's own, so that no test waits. */
    private static final class TimedQueue extends LinkedBlockingQueue<Arrival> {

        private long nanos = 1_000_000_000;

        @Override
        public @Nullable Arrival poll(long timeout, TimeUnit unit) {
            Arrival arrival = poll();
            if (arrival == null) {
                nanos += unit.toNanos(timeout);
            }
            return arrival;
        }
    }

    private final TimedQueue arrivals = new TimedQueue();
    private final ReplayBuffer<TrainingImage> replay = TestReplay.reservoir(1_000);
    private final List<DeadLetter> letters = new ArrayList<>();
    private @Nullable Ledger ledger;
    private long offset;
    private boolean atEnd = true;
    private double lag;

    private Batcher batcher(int size, int stream, WhenIdle whenIdle) {
        BatchConfig config = new BatchConfig(size, stream, Duration.ofMillis(500), whenIdle, 1, Optional.empty());
        return batcher(config, () -> atEnd);
    }

    private Batcher batcher(BatchConfig config, BooleanSupplier streamAtEnd) {
        LedgerEntry entry = new LedgerEntry(PARTITION.topic(), 0, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        StreamState start = new StreamState(List.of(entry), Map.of(), Optional.empty(), List.of(), List.of());
        StreamAccount account = new StreamAccount(start, 1_000, new Order(List.of()), letters::add);
        ledger = account.ledger();
        return new Batcher(config, account, arrivals, streamAtEnd, false, () -> lag, replay, () -> arrivals.nanos);
    }

    private void arrive(int count) {
        IntStream.range(0, count).forEach(i -> arrive("image-" + offset));
    }

    private void arrive(String id) {
        arrivals.add(new Arrival.Decoded(PARTITION, offset++, "camera", new TrainingImage(id, new byte[3])));
    }

    private void arriveRefused() {
        DeadLetter letter = DeadLetter.newBuilder()
                .setTime(Instant.EPOCH)
                .setStage("trainer")
                .setReason(DeadLetterReason.TRUNCATED)
                .setMessage("cut off")
                .setSource("camera-1")
                .setSize(3)
                .build();
        arrivals.add(new Arrival.Refused(PARTITION, offset++, letter));
    }

    private static List<String> ids(Batch batch) {
        return batch.images().stream().map(TrainingImage::id).toList();
    }

    private LedgerEntry entry() {
        return Objects.requireNonNull(ledger).entries().get(0);
    }

    /** A batcher whose replay buffer holds images 0..7 and which has nothing pending. */
    private Batcher filled(WhenIdle whenIdle) throws InterruptedException {
        Batcher batcher = batcher(8, 2, whenIdle);
        arrive(8);
        assertThat(batcher.next(0, PATIENCE)).get().extracting(Batch::fresh).isEqualTo(8);
        return batcher;
    }

    @Test
    void theFirstBatchIsFilledWithNewImagesWhereThereIsNothingToReplay() throws InterruptedException {
        Batcher batcher = batcher(8, 2, WhenIdle.WAIT);
        arrive(7);
        assertThat(batcher.next(0, PATIENCE)).isEmpty();
        arrive(1);
        Batch batch = batcher.next(0, PATIENCE).orElseThrow();
        assertThat(batch.fresh()).isEqualTo(8);
        assertThat(ids(batch)).startsWith("image-0", "image-1").endsWith("image-7");
    }

    @Test
    void newImagesComeFirstAndReplayFillsTheBatch() throws InterruptedException {
        Batcher batcher = filled(WhenIdle.WAIT);
        arrive(2);
        Batch batch = batcher.next(1, PATIENCE).orElseThrow();
        assertThat(batch.fresh()).isEqualTo(2);
        assertThat(ids(batch)).hasSize(8).doesNotHaveDuplicates().startsWith("image-8", "image-9");
    }

    @Test
    void everyNewImageIsFreshInExactlyOneBatch() throws InterruptedException {
        Batcher batcher = batcher(8, 3, WhenIdle.WAIT);
        arrive(100);
        List<String> fresh = new ArrayList<>();
        int step = 0;
        for (Optional<Batch> batch = batcher.next(0, PATIENCE);
                batch.isPresent();
                batch = batcher.next(step, PATIENCE)) {
            fresh.addAll(ids(batch.get()).subList(0, batch.get().fresh()));
            step++;
        }
        nextWithin(batcher, 2).ifPresent(batch -> fresh.addAll(ids(batch).subList(0, batch.fresh())));
        assertThat(fresh)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "image-" + i).toList());
        assertThat(entry().getTrained()).isEqualTo(100);
        assertThat(entry().getPending()).isZero();
    }

    @Test
    void anImageIsNotReplayedInTheBatchItArrivesIn() throws InterruptedException {
        Batcher batcher = batcher(4, 4, WhenIdle.WAIT);
        for (int step = 0; step < 20; step++) {
            arrive(4);
            assertThat(ids(batcher.next(step, PATIENCE).orElseThrow())).doesNotHaveDuplicates();
        }
        assertThat(replay.size()).isEqualTo(80);
    }

    @Test
    void whileNothingArrivesAWaitingBatcherGivesNothing() throws InterruptedException {
        Batcher batcher = filled(WhenIdle.WAIT);
        for (int call = 0; call < 10; call++) {
            assertThat(batcher.next(1, PATIENCE)).isEmpty();
        }
    }

    @Test
    void whileNothingArrivesAReplayingBatcherGivesReplayAtOnce() throws InterruptedException {
        Batcher batcher = filled(WhenIdle.REPLAY);
        long before = arrivals.nanos;
        Batch batch = batcher.next(1, PATIENCE).orElseThrow();
        assertThat(batch.fresh()).isZero();
        assertThat(batch.images()).hasSize(8);
        assertThat(arrivals.nanos).isEqualTo(before);
        assertThat(entry().getTrained()).isEqualTo(8);
    }

    @Test
    void aReplayingBatcherStillTakesWhatArrived() throws InterruptedException {
        Batcher batcher = filled(WhenIdle.REPLAY);
        arrive(3);
        assertThat(batcher.next(1, PATIENCE).orElseThrow().fresh()).isEqualTo(2);
        assertThat(batcher.next(2, PATIENCE).orElseThrow().fresh()).isEqualTo(1);
        assertThat(batcher.next(3, PATIENCE).orElseThrow().fresh()).isZero();
    }

    @Test
    void aQuietStreamGivesAPartialBatchAfterTheMaximumWaitAlthoughEachCallIsLessPatient() throws InterruptedException {
        Batcher batcher = filled(WhenIdle.WAIT);
        arrive(1);
        assertThat(batcher.next(1, PATIENCE)).isEmpty();
        long before = arrivals.nanos;
        Batch batch = Optional.<Batch>empty().or(() -> nextWithin(batcher, 2)).orElseThrow();
        assertThat(batch.fresh()).isEqualTo(1);
        assertThat(batch.images()).hasSize(8);
        assertThat(arrivals.nanos - before).isBetween(200_000_000L, 300_000_000L);
    }

    private static Optional<Batch> nextWithin(Batcher batcher, int calls) {
        try {
            Optional<Batch> batch = Optional.empty();
            for (int call = 0; call < calls && batch.isEmpty(); call++) {
                batch = batcher.next(1, PATIENCE);
            }
            return batch;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aQuietStreamOfFewImagesIsTrainedOnWithoutReplay() {
        Batcher batcher = batcher(8, 2, WhenIdle.WAIT);
        arrive(3);
        Batch batch = nextWithin(batcher, 3).orElseThrow();
        assertThat(batch.images()).hasSize(3);
        assertThat(batch.fresh()).isEqualTo(3);
    }

    @Test
    void aBatchIsNeverShortWhileMoreIsOnTheStream() {
        atEnd = false;
        Batcher batcher = batcher(8, 2, WhenIdle.WAIT);
        arrive(7);
        assertThat(nextWithin(batcher, 20)).isEmpty();
        arrive(2);
        assertThat(nextWithin(batcher, 1)).get().extracting(Batch::fresh).isEqualTo(8);
        assertThat(nextWithin(batcher, 20)).isEmpty();
        atEnd = true;
        assertThat(nextWithin(batcher, 3)).get().extracting(Batch::fresh).isEqualTo(1);
    }

    @Test
    void aReplayingBatcherDoesNotWaitForWhatIsOnItsWayButItsBatchesAreAsLarge() {
        atEnd = false;
        Batcher batcher = batcher(8, 2, WhenIdle.REPLAY);
        arrive(7);
        assertThat(nextWithin(batcher, 20)).isEmpty();
        arrive(2);
        assertThat(nextWithin(batcher, 1)).get().extracting(Batch::fresh).isEqualTo(8);
        assertThat(nextWithin(batcher, 1)).get().returns(1, Batch::fresh).returns(8, batch -> batch.images()
                .size());
        assertThat(nextWithin(batcher, 1)).get().extracting(Batch::fresh).isEqualTo(0);
    }

    @Test
    void whatArrivesWhileTheEndIsAskedForIsNotTheEnd() throws InterruptedException {
        BatchConfig config = new BatchConfig(4, 4, Duration.ZERO, WhenIdle.WAIT, 1, Optional.empty());
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier endsWhileAsked = () -> {
            if (asked.getAndIncrement() == 0) {
                arrive(2); // the last ones: the stream was not at its end when this was asked
                return false;
            }
            return true;
        };
        arrive(2);
        Batcher batcher = batcher(config, endsWhileAsked);
        assertThat(batcher.next(0, Duration.ZERO))
                .get()
                .extracting(Batch::fresh)
                .isEqualTo(4);
        assertThat(asked).hasValue(1);
    }

    @Test
    void recordsThatAreRefusedDoNotHoldBackAPartialBatch() {
        Batcher batcher = batcher(8, 2, WhenIdle.WAIT);
        arrive(2);
        Optional<Batch> batch = Optional.empty();
        for (int call = 0; call < 4 && batch.isEmpty(); call++) {
            arriveRefused();
            batch = nextWithin(batcher, 1);
        }
        assertThat(batch).isPresent();
    }

    @Test
    void oneImageAloneIsNoBatch() throws InterruptedException {
        Batcher batcher = batcher(8, 2, WhenIdle.REPLAY);
        arrive(1);
        assertThat(nextWithin(batcher, 10)).isEmpty();
        assertThat(batcher.isExhausted()).isTrue();
        assertThat(entry().getPending()).isEqualTo(1);
    }

    @Test
    void aStreamIsExhaustedWhenNothingOfItIsLeftToTrainOn() {
        Batcher batcher = batcher(8, 2, WhenIdle.WAIT);
        arrive(3);
        assertThat(batcher.isExhausted()).isFalse();
        assertThat(nextWithin(batcher, 1)).isEmpty();
        assertThat(batcher.isExhausted()).isFalse();
        assertThat(nextWithin(batcher, 3)).isPresent();
        assertThat(batcher.isExhausted()).isTrue();
        atEnd = false;
        assertThat(batcher.isExhausted()).isFalse();
    }

    @Test
    void refusedRecordsAndDuplicatesAreAccountedForAndNeverTrainedOn() throws InterruptedException {
        Batcher batcher = batcher(4, 4, WhenIdle.WAIT);
        arrive("a");
        arriveRefused();
        arrive("b");
        arrive("a");
        arrive("c");
        arrive("d");
        Batch batch = batcher.next(0, PATIENCE).orElseThrow();
        assertThat(ids(batch)).containsExactly("a", "b", "c", "d");
        assertThat(letters).hasSize(1);
        assertThat(entry().getTrained()).isEqualTo(4);
        assertThat(entry().getDeadLettered()).isEqualTo(1);
        assertThat(entry().getDuplicates()).isEqualTo(1);
        assertThat(entry().getCovered()).isEqualTo(6);
        assertThat(replay.size()).isEqualTo(4);
    }

    @Test
    void timeSpentWaitingIsCountedAndNoOther() throws InterruptedException {
        Batcher batcher = batcher(4, 4, WhenIdle.WAIT);
        arrive(8);
        batcher.next(0, PATIENCE);
        assertThat(batcher.waitedNanos()).isZero();
        arrivals.nanos += 5_000_000_000L; // a training step
        batcher.next(1, PATIENCE);
        assertThat(batcher.waitedNanos()).isZero();
        long before = arrivals.nanos;
        batcher.next(2, PATIENCE);
        assertThat(batcher.waitedNanos()).isEqualTo(arrivals.nanos - before).isGreaterThanOrEqualTo(250_000_000);
    }

    @Test
    void noMoreIsTakenFromTheStreamThanTheNextBatchNeeds() throws InterruptedException {
        Batcher batcher = filled(WhenIdle.WAIT);
        arrive(10);
        batcher.next(1, PATIENCE);
        assertThat(arrivals).hasSize(8);
    }

    private Batcher passes(int passes, Optional<Duration> lagBudget) {
        return batcher(new BatchConfig(4, 2, Duration.ofMillis(500), WhenIdle.WAIT, passes, lagBudget), () -> atEnd);
    }

    @Test
    void everyPassReplaysOtherImagesWithTheSameNewOnesWhichAreOfferedOnce() throws InterruptedException {
        Batcher batcher = passes(3, Optional.empty());
        arrive(40);
        int step = 0;
        for (int image = 0; image < 40; ) {
            Batch first = batcher.next(step++, PATIENCE).orElseThrow();
            Batch second = batcher.again(step++);
            assertThat(replay.size()).isEqualTo(image);
            Batch third = batcher.again(step++);
            assertThat(List.of(first, second, third)).extracting(Batch::pass).containsExactly(1, 2, 3);
            assertThat(List.of(first, second, third)).extracting(Batch::isLast).containsExactly(false, false, true);
            int fresh = first.fresh();
            for (Batch batch : List.of(first, second, third)) {
                assertThat(ids(batch)).hasSize(4).doesNotHaveDuplicates();
                assertThat(ids(batch).subList(0, fresh)).isEqualTo(ids(first).subList(0, fresh));
            }
            assertThat(first.numbers().subList(0, fresh)).containsOnly(Replayed.NONE);
            assertThat(third.numbers().subList(0, fresh))
                    .containsExactlyElementsOf(
                            LongStream.range(image, image + fresh).boxed().toList());
            image += fresh;
            assertThat(replay.size()).isEqualTo(image);
        }
        assertThat(entry().getTrained()).isEqualTo(40);
        assertThat(batcher.order().events()).contains(new Order.Step(4, 3), new Order.Step(2, 3));
        assertThatIllegalStateException().isThrownBy(() -> batcher.again(99));
    }

    @Test
    void passesAreGivenUpWhileTheLagIsAboveItsBudgetAndTheOrderSaysHowManyWereTaken() throws InterruptedException {
        Batcher batcher = passes(8, Optional.of(Duration.ofSeconds(10)));
        arrive(12);
        List<Integer> passes = new ArrayList<>();
        for (double seconds : new double[] {0, 10, 20, 41, 1e9}) {
            lag = seconds;
            Batch batch = batcher.next(passes.size(), PATIENCE).orElseThrow();
            passes.add(batch.passes());
            while (!batch.isLast()) {
                batch = batcher.again(passes.size());
            }
        }
        assertThat(passes).containsExactly(8, 8, 4, 1, 1);
        assertThat(batcher.order().events())
                .filteredOn(Order.Step.class::isInstance)
                .containsExactly(
                        new Order.Step(4, 8),
                        new Order.Step(2, 8),
                        new Order.Step(2, 4),
                        new Order.Step(2, 1),
                        new Order.Step(2, 1));
    }
}
