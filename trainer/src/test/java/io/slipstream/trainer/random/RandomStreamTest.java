package io.slipstream.trainer.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    private static final RandomStream STREAM = new RandomStream(7, "view");

    @Test
    void aPositionGivesTheSameNumbersInWhateverOrderPositionsAreRead() {
        long third = STREAM.at(3).nextLong();
        long first = STREAM.at(1).nextLong();
        assertThat(STREAM.at(1).nextLong()).isEqualTo(first);
        assertThat(new RandomStream(7, "view").at(3).nextLong()).isEqualTo(third);
    }

    @Test
    void readingOneGeneratorDoesNotDisturbAnother() {
        long expected = STREAM.at(2).nextLong();
        var disturbing = STREAM.at(1);
        disturbing.nextLong();
        var generator = STREAM.at(2);
        disturbing.nextLong();
        assertThat(generator.nextLong()).isEqualTo(expected);
    }

    @Test
    void seedPurposeAndEveryCounterMatter() {
        Set<Long> draws = new HashSet<>();
        List<RandomStream> streams = List.of(
                STREAM,
                new RandomStream(8, "view"),
                new RandomStream(7, "replay"),
                new RandomStream(7, "weiv"),
                new RandomStream(7, ""));
        long[][] positions = {{}, {0}, {1}, {0, 0}, {0, 1}, {1, 0}, {-1}, {1L << 40}};
        for (RandomStream stream : streams) {
            for (long[] position : positions) {
                draws.add(stream.at(position).nextLong());
            }
        }
        assertThat(draws).hasSize(streams.size() * positions.length);
    }

    @Test
    void neighbouringPositionsAreIndependent() {
        // The first draws of 100,000 neighbouring positions: uniform, and uncorrelated from one to the next.
        int count = 100_000;
        double sum = 0;
        double products = 0;
        double before = 0;
        for (int i = 0; i < count; i++) {
            double draw = STREAM.at(i).nextDouble() - 0.5;
            sum += draw;
            products += draw * before;
            before = draw;
        }
        // Deviations of the two means: 0.289 / sqrt(count) and 1/12 / sqrt(count); four of them.
        assertThat(sum / count).isCloseTo(0, within(4 * 0.289 / Math.sqrt(count)));
        assertThat(products / count).isCloseTo(0, within(4 / 12.0 / Math.sqrt(count)));
    }
}
