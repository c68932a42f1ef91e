package io.slipstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReservoirBufferTest {

    private static ReservoirBuffer<Integer> filled(int capacity, int offered, long seed) {
        ReservoirBuffer<Integer> buffer = new ReservoirBuffer<>(ReplayLimits.of(capacity), seed);
        IntStream.range(0, offered).forEach(item -> buffer.offer(item, ""));
        return buffer;
    }

    private static List<Integer> sample(ReplayBuffer<Integer> buffer, long step, int count) {
        return buffer.sample(step, count).stream().map(Replayed::image).toList();
    }

    /** Pearson's statistic of counts that should be equal, for draws without replacement of a share of the cells. */
    private static double chiSquare(long[] counts, double expected, double share) {
        double sum = 0;
        for (long count : counts) {
            sum += (count - expected) * (count - expected) / (expected * (1 - share));
        }
        return sum;
    }

    @Test
    void everyImageOfTheStreamHasTheSameChanceToBeHeld() {
        int runs = 4_000;
        long[] held = new long[100];
        for (int seed = 0; seed < runs; seed++) {
            sample(filled(10, 100, seed), 0, 10).forEach(item -> held[item]++);
        }
        System.out.println("seeds 0.." + (runs - 1));
        // 99 degrees of freedom: 0.999 of the mass lies below 148.2.
        assertThat(chiSquare(held, runs * 0.1, 0.1)).isLessThan(148.2);
    }

    @Test
    void everyHeldImageHasTheSameChanceToBeReplayedInEveryPlaceOfTheBatch() {
        ReservoirBuffer<Integer> buffer = filled(20, 20, 1);
        int steps = 4_000;
        long[] replayed = new long[20];
        long[] first = new long[20];
        for (int step = 0; step < steps; step++) {
            List<Integer> sample = sample(buffer, step, 5);
            assertThat(sample).hasSize(5).doesNotHaveDuplicates();
            sample.forEach(item -> replayed[item]++);
            first[sample.get(0)]++;
        }
        // 19 degrees of freedom: 0.999 of the mass lies below 43.8.
        assertThat(chiSquare(replayed, steps * 0.25, 0.25)).isLessThan(43.8);
        assertThat(chiSquare(first, steps * 0.05, 0.05)).isLessThan(43.8);
    }

    @Test
    void theSameStepOnTheSameContentReplaysTheSame() {
        assertThat(filled(10, 100, 3).sample(7, 4)).isEqualTo(filled(10, 100, 3).sample(7, 4));
        assertThat(filled(10, 100, 3).sample(7, 4))
                .isNotEqualTo(filled(10, 100, 3).sample(8, 4));
        assertThat(filled(10, 100, 3).sample(0, 10))
                .isNotEqualTo(filled(10, 100, 4).sample(0, 10));
    }

    @Test
    void samplingDoesNotDisturbWhatIsKept() {
        ReservoirBuffer<Integer> buffer = new ReservoirBuffer<>(ReplayLimits.of(10), 3);
        for (int i = 0; i < 100; i++) {
            buffer.offer(i, "");
            buffer.sample(i, 3);
        }
        assertThat(buffer.sample(0, 10)).isEqualTo(filled(10, 100, 3).sample(0, 10));
    }

    @Test
    void noMoreIsHeldThanFitsAndNoMoreReplayedThanHeld() {
        assertThat(filled(10, 4, 1).size()).isEqualTo(4);
        assertThat(filled(10, 11, 1).size()).isEqualTo(10);
        assertThat(sample(filled(10, 4, 1), 0, 6)).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(filled(10, 0, 1).sample(0, 6)).isEmpty();
    }

    @Test
    void aBufferWithoutRoomIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplayLimits.of(0))
                .withMessageContaining("0");
    }

    @Test
    void aBufferThatGoesOnFromAStateHoldsAndDrawsWhatItWouldHave() {
        ReservoirBuffer<Integer> whole = filled(10, 300, 5);
        ReservoirBuffer<Integer> resumed = filled(10, 7, 5);
        resumed.restore(filled(10, 200, 5).state());
        IntStream.range(200, 300).forEach(item -> resumed.offer(item, ""));
        assertThat(resumed.state()).isEqualTo(whole.state());
        assertThat(sample(resumed, 3, 4)).isEqualTo(sample(whole, 3, 4));
    }

    @Test
    void aStateIsACopyAndASmallerBufferKeepsItsFirstSlots() {
        ReservoirBuffer<Integer> buffer = filled(10, 10, 5);
        ReplayState<Integer> state = buffer.state();
        IntStream.range(10, 100).forEach(item -> buffer.offer(item, ""));
        assertThat(state.slots()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        ReservoirBuffer<Integer> smaller = new ReservoirBuffer<>(ReplayLimits.of(4), 5);
        smaller.restore(state);
        assertThat(smaller.state()).isEqualTo(new ReplayState<>(10, List.of(0, 1, 2, 3)));
    }
}
