package io.slipstream.trainer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldRecordsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRangeHoldsAsManyRecordsAsWereReadInIt(long seed) {
        Random random = new Random(seed);
        List<Long> bounds = random.longs(8, 0, 120).boxed().toList();
        List<Long> offsets =
                random.longs(50, 20, 100).distinct().sorted().boxed().toList();
        HeldRecords held = new HeldRecords(20, 100, bounds);

        offsets.forEach(held::add);

        TreeSet<Long> within = new TreeSet<>(bounds);
        within.addAll(List.of(20L, 100L));
        within.removeIf(bound -> bound < 20 || bound > 100);
        for (long from : within) {
            for (long to : within.tailSet(from)) {
                assertThat(held.between(from, to))
                        .as("@%d to @%d of %s", from, to, offsets)
                        .isEqualTo(offsets.stream()
                                .filter(offset -> offset >= from && offset < to)
                                .count());
            }
        }
    }

    @Test
    void aRangeThatWasNotAskedForIsRefusedRatherThanGuessed() {
        HeldRecords held = new HeldRecords(0, 100, List.of(50L));
        assertThatThrownBy(() -> held.between(0, 40))
                .hasMessageContaining("[0, 50, 100]")
                .hasMessageContaining("40");
    }
}
