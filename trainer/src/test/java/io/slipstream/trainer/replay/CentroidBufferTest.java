package io.slipstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CentroidBufferTest {

    private static final int DIM = 4;

    private final Random random = new Random(7);

    /** Offers an image close to one of the axes. */
    private void arrive(ReplayBuffer<Integer> buffer, int image, int axis) {
        float[] feature = new float[DIM];
        for (int k = 0; k < DIM; k++) {
            feature[k] = (float) random.nextGaussian() * 0.02f;
        }
        feature[axis]++;
        long number = buffer.offer(image, "");
        buffer.observe(List.of(number), new Observations(DIM, feature, new float[1]));
    }

    private static CentroidBuffer<Integer> buffer(int capacity, int shortTerm, int longTerm, int images) {
        return new CentroidBuffer<>(
                ReplayLimits.of(capacity),
                new CentroidConfig(shortTerm, longTerm, images, 0.95, 100, 0.1, 0.5, 0.5),
                1);
    }

    @Test
    void whatIsNewFoundsACentroidAndWhatComesAgainTurnsLongTerm() {
        CentroidBuffer<Integer> buffer = buffer(100, 4, 4, 6);
        for (int image = 0; image < 60; image++) {
            arrive(buffer, image, 0);
        }
        arrive(buffer, 60, 1);
        ReplayColumns columns = buffer.state().columns().orElseThrow();
        assertThat(columns.numbers().get("centroid-long-term")).contains(1L);
        assertThat(buffer.state().slots()).contains(60);
    }

    @Test
    void aLongStreamOfOneKindTakesNoMoreRoomThanItsCentroids() {
        CentroidBuffer<Integer> buffer = buffer(1_000, 3, 2, 10);
        for (int image = 0; image < 2_000; image++) {
            arrive(buffer, image, image < 1_900 ? 0 : 1);
            assertThat(buffer.size()).isLessThanOrEqualTo((3 + 2) * 10);
        }
        assertThat(buffer.state().slots()).anyMatch(image -> image >= 1_900);
    }

    @Test
    void halfOfAReplayIsLongTerm() {
        CentroidBuffer<Integer> buffer = buffer(1_000, 50, 20, 8);
        for (int image = 0; image < 600; image++) {
            arrive(buffer, image, random.nextInt(DIM));
        }
        ReplayColumns columns = buffer.state().columns().orElseThrow();
        long[] sizes = columns.numbers().getOrDefault("centroid-sizes", new long[0]);
        long[] longTerm = columns.numbers().getOrDefault("centroid-long-term", new long[0]);
        long[] members = columns.numbers().getOrDefault("centroid-members", new long[0]);
        java.util.Set<Long> ofLongTerm = new java.util.HashSet<>();
        int next = 0;
        for (int i = 0; i < sizes.length; i++) {
            for (int member = 0; member < sizes[i]; member++) {
                if (longTerm[i] == 1) {
                    ofLongTerm.add(members[next]);
                }
                next++;
            }
        }
        List<Replayed<Integer>> sample = buffer.sample(3, 10);
        assertThat(sample).hasSize(10);
        assertThat(sample)
                .filteredOn(each -> ofLongTerm.contains(each.number()))
                .hasSize(5);
    }

    @Test
    void withoutRoomShortTermCentroidsKeepTheirFoundersAndTheBoundHolds() {
        CentroidBuffer<Integer> buffer = buffer(20, 100, 60, 30);
        for (int image = 0; image < 500; image++) {
            arrive(buffer, image, random.nextInt(DIM));
            assertThat(buffer.size()).isLessThanOrEqualTo(20);
        }
    }
}
