package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamPlanTest {
    private final StreamPlan plan = StreamPlan.of(1_000, 4, 7);

    @Test
    void partitionsHaveDifferentLengthsAndOffsetsWithoutGaps() {
        List<Long> lengths = IntStream.range(0, 4)
                .mapToObj(partition -> plan.tally(partition).records())
                .toList();

        assertThat(lengths.get(0)).isLessThan(lengths.get(1));
        assertThat(lengths.get(1)).isLessThan(lengths.get(2));
        for (int partition = 0; partition < 4; partition++) {
            assertThat(entries(partition))
                    .extracting(StreamPlan.Entry::offset)
                    .containsExactlyElementsOf(
                            LongStream.range(0, lengths.get(partition)).boxed().toList());
        }
    }

    @Test
    void recordsAreDealtInTurnToThePartitionsThatAreToHaveMore() {
        int shortest = (int) plan.tally(0).records();
        for (int i = 0; i < 4 * shortest; i++) {
            assertThat(plan.entries().get(i).partition()).isEqualTo(i % 4);
        }
    }

    @Test
    void thereAreAsManyDifferentImagesAsAskedForAndPoisonAndDuplicatesAmongThem() {
        List<StreamPlan.Entry> images = plan.entries().stream()
                .filter(entry -> entry.content() == Content.IMAGE)
                .toList();

        assertThat(images).hasSize(1_000).extracting(StreamPlan.Entry::frame).doesNotHaveDuplicates();
        assertThat(plan.entries()).extracting(StreamPlan.Entry::content).contains(Content.values());
        assertThat(IntStream.range(0, 4).mapToObj(plan::tally))
                .allSatisfy(tally -> assertThat(tally.images() + tally.duplicates() + tally.poison())
                        .isEqualTo(tally.records()));
    }

    @Test
    void aDuplicateShowsTheLastImageOfItsPartition() {
        for (int partition = 0; partition < 4; partition++) {
            long last = -1;
            for (StreamPlan.Entry entry : entries(partition)) {
                if (entry.content() == Content.DUPLICATE) {
                    assertThat(entry.frame()).isEqualTo(last);
                }
                last = entry.content() == Content.IMAGE ? entry.frame() : last;
            }
        }
    }

    @Test
    void theSeedDecidesEverything() {
        assertThat(StreamPlan.of(1_000, 4, 7)).isEqualTo(plan);
        assertThat(StreamPlan.of(1_000, 4, 8)).isNotEqualTo(plan);
    }

    @Test
    void theFirstUnreadRecordIsTheFirstOfAllThatLiesAtOrAfterAnOffset() {
        assertThat(plan.firstUnread(Map.of())).hasValue(0);
        assertThat(plan.firstUnread(Map.of(0, 3L, 1, 3L, 2, 2L, 3, 2L))).hasValue(10);
        assertThat(plan.firstUnread(Map.of(0, 9_999L, 1, 9_999L, 2, 9_999L, 3, 9_999L)))
                .isEmpty();
    }

    private List<StreamPlan.Entry> entries(int partition) {
        return plan.entries().stream()
                .filter(entry -> entry.partition() == partition)
                .toList();
    }
}
