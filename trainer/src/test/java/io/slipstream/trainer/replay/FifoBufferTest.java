package io.slipstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FifoBufferTest {

    @Test
    void theNewestImagesAreHeldAndNoOthers() {
        FifoBuffer<Integer> buffer = new FifoBuffer<>(ReplayLimits.of(5), 1);
        IntStream.range(0, 3).forEach(item -> buffer.offer(item, ""));
        assertThat(buffer.state().slots()).containsExactlyInAnyOrder(0, 1, 2);
        IntStream.range(3, 13).forEach(item -> buffer.offer(item, ""));
        assertThat(buffer.state().slots()).containsExactlyInAnyOrder(8, 9, 10, 11, 12);
    }

    @Test
    void aSmallerBufferKeepsTheNewestAndGoesOnInOrder() {
        FifoBuffer<Integer> buffer = new FifoBuffer<>(ReplayLimits.of(5), 1);
        IntStream.range(0, 13).forEach(item -> buffer.offer(item, ""));
        FifoBuffer<Integer> smaller = new FifoBuffer<>(ReplayLimits.of(3), 1);
        smaller.restore(buffer.state());
        assertThat(smaller.state().slots()).containsExactlyInAnyOrder(10, 11, 12);
        smaller.offer(13, "");
        assertThat(smaller.state().slots()).containsExactlyInAnyOrder(11, 12, 13);
    }

    @Test
    void aSourceAtItsQuotaGivesUpItsOwnOldestImage() {
        FifoBuffer<Integer> buffer = new FifoBuffer<>(new ReplayLimits(4, 2), 1);
        buffer.offer(0, "a");
        buffer.offer(1, "b");
        buffer.offer(2, "a");
        buffer.offer(3, "a");
        assertThat(buffer.state().slots()).containsExactlyInAnyOrder(1, 2, 3);
    }
}
