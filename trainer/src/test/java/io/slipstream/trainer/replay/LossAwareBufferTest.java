package io.slipstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.trainer.replay.LossAwareConfig.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LossAwareBufferTest {

    private static LossAwareBuffer<Integer> filled(int capacity, double usesWeight, double average, Gate gate) {
        LossAwareBuffer<Integer> buffer =
                new LossAwareBuffer<>(ReplayLimits.of(capacity), new LossAwareConfig(gate, usesWeight, average), 1);
        IntStream.range(0, capacity).forEach(image -> buffer.offer(image, ""));
        return buffer;
    }

    private static void observe(ReplayBuffer<Integer> buffer, long first, float... deviations) {
        List<Long> numbers =
                LongStream.range(first, first + deviations.length).boxed().toList();
        buffer.observe(numbers, new Observations(1, new float[deviations.length], deviations));
    }

    /** What goes, one after another, while new images come that nothing is known of. */
    private static List<Integer> victims(ReplayBuffer<Integer> buffer, int count) {
        List<Integer> victims = new ArrayList<>();
        List<Integer> held = new ArrayList<>(buffer.state().slots());
        for (int i = 0; i < count; i++) {
            buffer.offer(100 + i, "");
            List<Integer> now = buffer.state().slots();
            held.stream().filter(image -> !now.contains(image)).forEach(victims::add);
            held = new ArrayList<>(now);
        }
        return victims;
    }

    @Test
    void theLeastDeviationGoesFirst() {
        LossAwareBuffer<Integer> buffer = filled(4, 0, 0, Gate.ALWAYS);
        observe(buffer, 0, 0.4f, 0.1f, 0.9f, 0.2f);
        assertThat(victims(buffer, 4)).containsExactly(1, 3, 0, 2);
    }

    @Test
    void whatWasTrainedOnOftenGoesBeforeWhatWasNot() {
        // Scores with weight 0.5: 0 - 0.5/4, 0.5 - 0.5, 1 - 0.25, 0.25 - 0.125.
        LossAwareBuffer<Integer> buffer = filled(4, 0.5, 0, Gate.ALWAYS);
        observe(buffer, 0, 0f, 2f, 4f, 1f);
        observe(buffer, 1, 2f, 4f);
        observe(buffer, 1, 2f);
        observe(buffer, 1, 2f);
        assertThat(victims(buffer, 2)).containsExactly(0, 1);
        // With a larger weight the second one goes first: 0 - 0.5, 0.5 - 2, 1 - 1, 0.25 - 0.5.
        LossAwareBuffer<Integer> heavier = filled(4, 2, 0, Gate.ALWAYS);
        observe(heavier, 0, 0f, 2f, 4f, 1f);
        observe(heavier, 1, 2f, 4f);
        observe(heavier, 1, 2f);
        observe(heavier, 1, 2f);
        assertThat(victims(heavier, 1)).containsExactly(1);
    }

    @Test
    void ofEqualScoresTheOldestGoesAndWhatNothingIsKnownOfStays() {
        LossAwareBuffer<Integer> buffer = filled(4, 0.5, 0, Gate.ALWAYS);
        observe(buffer, 1, 0.5f, 0.5f);
        assertThat(victims(buffer, 4)).containsExactly(1, 2, 0, 3);
    }

    @Test
    void aMovingAverageRemembersWhatADeviationWas() {
        LossAwareBuffer<Integer> buffer = filled(3, 0, 0.75, Gate.ALWAYS);
        observe(buffer, 0, 1f, 0.5f, 0.8f);
        observe(buffer, 0, 0f); // 0.75
        assertThat(victims(buffer, 2)).containsExactly(1, 0);
    }

    @Test
    void behindAReservoirsGateAsManyGetInAsIntoAReservoir() {
        LossAwareBuffer<Integer> buffer = filled(50, 0.5, 0, Gate.RESERVOIR);
        int letIn = 0;
        for (int image = 50; image < 5_000; image++) {
            long number = buffer.offer(image, "");
            letIn += buffer.state().slots().contains(image) ? 1 : 0;
            assertThat(number).isEqualTo(image);
        }
        // The sum of 50 / n from 51 to 5,000 is 229.8; its deviation is below 14.
        assertThat(letIn).isBetween(174, 286);
    }
}
