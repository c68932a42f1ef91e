package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.trainer.stream.Order.Fate;
import io.slipstream.trainer.stream.Order.Run;
import io.slipstream.trainer.stream.Order.Step;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OrderLogTest {

    private static final TopicPartition ZERO = new TopicPartition("images", 0);
    private static final TopicPartition ONE = new TopicPartition("images", 1);

    private final OrderLog log = new OrderLog(new Order(List.of()));

    @Test
    void onlyOffsetsOfOnePartitionAndFateThatFollowUponOneAnotherMakeARun() {
        log.run(ZERO, 0, 1, Fate.TRAINED);
        log.run(ZERO, 1, 2, Fate.TRAINED);
        log.run(ZERO, 2, 3, Fate.REFUSED);
        log.run(ZERO, 4, 5, Fate.REFUSED); // a transaction's end lies between
        log.run(ONE, 5, 6, Fate.REFUSED);
        assertThat(log.order().events())
                .containsExactly(
                        new Run(ZERO, 0, 2, Fate.TRAINED),
                        new Run(ZERO, 2, 3, Fate.REFUSED),
                        new Run(ZERO, 4, 5, Fate.REFUSED),
                        new Run(ONE, 5, 6, Fate.REFUSED));
    }

    @Test
    void aStepEndsARun() {
        log.run(ZERO, 0, 1, Fate.TRAINED);
        log.step(1, 1);
        log.run(ZERO, 1, 2, Fate.TRAINED);
        assertThat(log.order().events())
                .containsExactly(new Run(ZERO, 0, 1, Fate.TRAINED), new Step(1), new Run(ZERO, 1, 2, Fate.TRAINED));
    }

    @Test
    void aLogGoesOnFromItsOrderAndWhatIsTakenIsForgotten() {
        log.run(ZERO, 0, 1, Fate.TRAINED);
        OrderLog restored = new OrderLog(log.order());
        restored.run(ZERO, 1, 2, Fate.TRAINED);
        assertThat(restored.take().events()).containsExactly(new Run(ZERO, 0, 2, Fate.TRAINED));
        assertThat(restored.order().events()).isEmpty();
        assertThat(log.order().events()).containsExactly(new Run(ZERO, 0, 1, Fate.TRAINED));
    }
}
