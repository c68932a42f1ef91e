package io.slipstream.evaluator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancedSampleTest {

    @Test
    void everythingIsKeptWhileThereIsRoom() {
        BalancedSample<Integer> sample = new BalancedSample<>(10, 1);
        IntStream.range(0, 9).forEach(i -> sample.offer(i % 2 == 0 ? "even" : "odd", () -> Optional.of(i)));

        assertThat(sample.byLabel().get("even")).containsExactlyInAnyOrder(0, 2, 4, 6, 8);
        assertThat(sample.byLabel().get("odd")).containsExactlyInAnyOrder(1, 3, 5, 7);
    }

    @Test
    void aSmallClassIsKeptWholeAndTheOthersShareTheRest() {
        BalancedSample<Integer> sample = new BalancedSample<>(12, 1);
        IntStream.range(0, 100).forEach(i -> sample.offer("a", () -> Optional.of(i)));
        IntStream.range(0, 2).forEach(i -> sample.offer("b", () -> Optional.of(i)));
        IntStream.range(0, 100).forEach(i -> sample.offer("c", () -> Optional.of(i)));

        Map<String, Collection<Integer>> kept = sample.byLabel();
        assertThat(kept.get("a")).hasSize(5);
        assertThat(kept.get("b")).hasSize(2);
        assertThat(kept.get("c")).hasSize(5);
    }

    @Test
    void anItemThatTurnsOutUnusableTakesNoRoom() {
        BalancedSample<Integer> sample = new BalancedSample<>(4, 1);
        IntStream.range(0, 50).forEach(i -> sample.offer("bad", Optional::empty));
        IntStream.range(0, 4).forEach(i -> sample.offer("good", () -> Optional.of(i)));

        assertThat(sample.byLabel().get("bad")).isEmpty();
        assertThat(sample.byLabel().get("good")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverTheOrderTheSampleIsFullAndNoClassIsTwoLargerThanOneThatHadMore(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int max = random.nextInt(5, 60);
        int[] offered = new int[4];
        BalancedSample<Integer> sample = new BalancedSample<>(max, seed);
        for (int i = 0; i < 400; i++) {
            int label = Math.min(3, random.nextInt(1 + i / 40));
            int item = offered[label]++;
            sample.offer("class " + label, () -> Optional.of(item));
        }

        int[] sizes = new int[4];
        sample.byLabel().forEach((label, items) -> sizes[label.charAt(6) - '0'] = items.size());
        assertThat(IntStream.of(sizes).sum()).as("seed %d", seed).isEqualTo(max);
        int largest = IntStream.of(sizes).max().orElseThrow();
        for (int label = 0; label < 4; label++) {
            assertThat(sizes[label])
                    .as("seed %d, class %d of %d offered", seed, label, offered[label])
                    .isGreaterThanOrEqualTo(Math.min(offered[label], largest - 1));
        }
    }

    @Test
    void everyItemHasTheSameChance() {
        int[] kept = new int[40];
        for (int seed = 0; seed < 2000; seed++) {
            BalancedSample<Integer> sample = new BalancedSample<>(20, seed);
            for (int i = 0; i < 40; i++) {
                int item = i;
                sample.offer("a", () -> Optional.of(item));
            }
            IntStream.range(0, 40).forEach(i -> sample.offer("b", () -> Optional.of(i)));
            Set<Integer> distinct = new HashSet<>(sample.byLabel().get("a"));
            assertThat(distinct).hasSize(10);
            distinct.forEach(item -> kept[item]++);
        }
        // 2,000 draws of 10 in 40: mean 500, standard deviation 19; five of them either way.
        assertThat(IntStream.of(kept).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(405, 595));
    }
}
