package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final List<TopicPartition> PARTITIONS = IntStream.range(0, 12)
            .mapToObj(number -> new TopicPartition("images", number))
            .toList();

    private static Turns turns(List<TopicPartition> partitions, Optional<TopicPartition> last) {
        Turns turns = new Turns(last);
        partitions.forEach(turns::add);
        return turns;
    }

    @Test
    void partitionsTakeTurnsByTheirNumbers() {
        Turns turns = turns(List.of(PARTITIONS.get(10), PARTITIONS.get(2), PARTITIONS.get(9)), Optional.empty());
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(turns.next(p -> true, p -> false).orElseThrow().partition());
        }
        assertThat(taken).containsExactly(2, 9, 10, 2);
    }

    @Test
    void turnsGoOnAfterThePartitionThatHadTheLastOne() {
        Turns turns = turns(PARTITIONS, Optional.of(PARTITIONS.get(4)));
        assertThat(turns.next(p -> true, p -> false)).contains(PARTITIONS.get(5));
    }

    @Test
    void aPartitionWithoutARecordHoldsUpTheOthersUnlessItMayBePassedOver() {
        Turns turns = turns(PARTITIONS, Optional.empty());
        assertThat(turns.next(p -> p.partition() != 0, p -> false)).isEmpty();
        assertThat(turns.next(p -> p.partition() != 0, p -> p.partition() == 0)).contains(PARTITIONS.get(1));
        assertThat(turns.next(p -> false, p -> true)).isEmpty();
    }

    @Test
    void aTurnThatHadToWaitIsNotLost() {
        Turns turns = turns(PARTITIONS, Optional.empty());
        assertThat(turns.next(p -> false, p -> false)).isEmpty();
        assertThat(turns.next(p -> true, p -> false)).contains(PARTITIONS.get(0));
    }

    @Test
    void aPartitionThatIsNoLongerThereHoldsUpNothing() {
        Turns turns = turns(PARTITIONS, Optional.of(PARTITIONS.get(4)));
        turns.retain(Set.of(PARTITIONS.get(1)));
        assertThat(turns.next(p -> true, p -> false)).contains(PARTITIONS.get(1));
        assertThat(turns.next(p -> true, p -> false)).contains(PARTITIONS.get(1));
    }

    @Test
    void theOrderIsThatOfWhatPartitionsHoldHoweverRecordsCome() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Map<TopicPartition, Integer> held = new HashMap<>();
            PARTITIONS.forEach(partition -> held.put(partition, random.nextInt(6)));
            assertThat(merged(held, new Random(seed + 1)))
                    .as("seed %d", seed)
                    .isEqualTo(merged(held, new Random(seed + 1_000)));
        }
    }

    /** Merges partitions of which each record comes at hand at a random time. */
    private static List<TopicPartition> merged(Map<TopicPartition, Integer> held, Random arrival) {
        Map<TopicPartition, Integer> left = new HashMap<>(held);
        Map<TopicPartition, Integer> atHand = new HashMap<>();
        Turns turns = turns(PARTITIONS, Optional.empty());
        List<TopicPartition> order = new ArrayList<>();
        int all = held.values().stream().mapToInt(Integer::intValue).sum();
        while (order.size() < all) {
            TopicPartition arriving = PARTITIONS.get(arrival.nextInt(PARTITIONS.size()));
            if (left.getOrDefault(arriving, 0) > 0) {
                left.merge(arriving, -1, Integer::sum);
                atHand.merge(arriving, 1, Integer::sum);
            }
            turns.next(p -> atHand.getOrDefault(p, 0) > 0, p -> left.getOrDefault(p, 0) == 0)
                    .ifPresent(partition -> {
                        atHand.merge(partition, -1, Integer::sum);
                        order.add(partition);
                    });
        }
        return order;
    }
}
