package io.slipstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void sharesFitUntilTheBoundIsReached() {
        Room room = new Room(2000);

        assertThat(room.share(488)).isEqualTo(1000);
        assertThat(room.share(1 << 30)).isEqualTo(2000);
        assertThat(room.tryTake(1000)).isTrue();
        assertThat(room.tryTake(1001)).isFalse();
        assertThat(room.tryTake(1000)).isTrue();
        assertThat(room.taken()).isEqualTo(2000);
    }

    @Test
    void whoDoesNotGetRoomInTimeHasTakenNothing() throws Exception {
        Room room = new Room(2000);
        room.tryTake(1500);

        assertThat(room.tryTake(600, Duration.ofMillis(10))).isFalse();

        assertThat(room.taken()).isEqualTo(1500);
        assertThat(room.tryTake(500)).isTrue();
    }

    @Test
    void theLargeOneThatWaitsIsNotOvertakenBySmallOnes() throws Exception {
        // Given
        Room room = new Room(2000);
        room.tryTake(1000);
        room.tryTake(500);
        CompletableFuture<Boolean> large = CompletableFuture.supplyAsync(() -> take(room, 2000));
        while (room.tryTake(1)) {
            room.giveBack(1);
        }

        // When
        room.giveBack(500);

        // Then
        assertThat(room.tryTake(1)).isFalse();
        assertThat(large).isNotDone();
        room.giveBack(1000);
        assertThat(large.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(room.taken()).isEqualTo(2000);
    }

    @Test
    void manyTakersAndGiversNeverPassTheBoundAndAllGetThrough() throws Exception {
        // Given
        Room room = new Room(10_000);
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        BlockingQueue<Long> sent = new ArrayBlockingQueue<>(10_000);
        ExecutorService threads = Executors.newFixedThreadPool(5);
        List<CompletableFuture<Void>> takers = new ArrayList<>();

        // When
        for (int taker = 0; taker < 4; taker++) {
            Random random = new Random(taker);
            takers.add(CompletableFuture.runAsync(
                    () -> random.longs(5_000, 1, 4_000).forEach(share -> {
                        assertThat(take(room, share)).isTrue();
                        most.accumulateAndGet(held.addAndGet(share), Math::max);
                        sent.add(share);
                    }),
                    threads));
        }
        CompletableFuture<Void> giver = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 20_000; i++) {
                        long share = next(sent);
                        held.addAndGet(-share);
                        room.giveBack(share);
                    }
                },
                threads);
        CompletableFuture.allOf(takers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        giver.get(60, TimeUnit.SECONDS);
        threads.shutdown();

        // Then
        assertThat(most.get()).isLessThanOrEqualTo(10_000);
        assertThat(room.taken()).isZero();
    }

    private static boolean take(Room room, long share) {
        try {
            return room.tryTake(share, LONG);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long next(BlockingQueue<Long> sent) {
        try {
            return sent.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
