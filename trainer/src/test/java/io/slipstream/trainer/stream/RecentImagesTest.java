package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.trainer.stream.RecentImages.Range;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecentImagesTest {

    private static LedgerEntry read(String topic, int partition, long from, long to) {
        return new LedgerEntry(topic, partition, from, to, to - from, to - from, 0L, 0L, 0L, 0L, 0L, 0L);
    }

    private static Range range(int partition, long from, long to) {
        return new Range(new TopicPartition("images", partition), from, to);
    }

    @Test
    void eachPartitionGivesAnEqualPartOfItsNewestRecords() {
        List<LedgerEntry> ledger = List.of(read("images", 1, 0, 500), read("images", 0, 0, 100));

        assertThat(RecentImages.ranges(ledger, "images", 40)).containsExactly(range(0, 80, 100), range(1, 480, 500));
        assertThat(RecentImages.ranges(ledger, "images", 41)).containsExactly(range(0, 79, 100), range(1, 480, 500));
    }

    @Test
    void wherePartitionsHaveLessOthersGiveMore() {
        List<LedgerEntry> ledger = List.of(
                read("images", 0, 7, 7), read("images", 1, 0, 500), read("images", 2, 3, 8), read("images", 3, 0, 600));

        assertThat(RecentImages.ranges(ledger, "images", 100))
                .containsExactly(range(1, 452, 500), range(2, 3, 8), range(3, 553, 600));
    }

    @Test
    void nothingIsReadFromBeforeTheLineageBeganNorOfAnotherTopic() {
        List<LedgerEntry> ledger = List.of(read("images", 0, 90, 100), read("images.raw", 0, 0, 1000));

        assertThat(RecentImages.ranges(ledger, "images", 50)).containsExactly(range(0, 90, 100));
        assertThat(RecentImages.ranges(ledger, "images", 0)).isEmpty();
        assertThat(RecentImages.ranges(List.of(), "images", 50)).isEmpty();
    }
}
