package io.slipstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.replay.ReplayConfig.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What holds of every buffer. */
class ReplayBuffersTest {

    private static final int IMAGE_BYTES = 300;

    private static ReplayConfig config(Policy policy, String more) {
        try {
            String name = policy.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            return ConfigLoader.parse(
                    "{policy: %s, features: 8, centroid: {short-term: 4, long-term: 3, images: 5, window: 50}, %s}"
                            .formatted(name, more),
                    "replay.yaml",
                    ReplayConfig.class);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ReplayBuffer<Integer> buffer(Policy policy, String more) {
        return config(policy, more).buffer(IMAGE_BYTES, 5);
    }

    @ParameterizedTest
    @EnumSource
    void aBufferThatGoesOnFromAStateDrawsAndKeepsWhatItWouldHave(Policy policy) {
        ReplayBuffer<Integer> whole = buffer(policy, "capacity: 40");
        Stimuli before = new Stimuli(1, 8);
        for (int step = 0; step < 60; step++) {
            before.step(whole, step, 4, 6, "camera");
        }
        ReplayBuffer<Integer> resumed = buffer(policy, "capacity: 40");
        new Stimuli(9, 8).step(resumed, 1, 3, 3, "camera"); // what was there before is replaced
        resumed.restore(whole.state());
        Stimuli one = new Stimuli(2, 8);
        Stimuli other = new Stimuli(2, 8);
        for (int step = 60; step < 200; step++) {
            assertThat(images(resumed.sample(step, 6))).isEqualTo(images(whole.sample(step, 6)));
            one.step(whole, step, 4, 6, "camera");
            other.step(resumed, step, 4, 6, "camera");
        }
        assertThat(resumed.state()).usingRecursiveComparison().isEqualTo(whole.state());
    }

    @ParameterizedTest
    @EnumSource
    void theSameCallsLeadToTheSameAndDrawingChangesNothing(Policy policy) {
        ReplayBuffer<Integer> one = buffer(policy, "capacity: 30");
        ReplayBuffer<Integer> other = buffer(policy, "capacity: 30");
        Stimuli first = new Stimuli(1, 8);
        Stimuli second = new Stimuli(1, 8);
        for (int step = 0; step < 50; step++) {
            first.step(one, step, 4, 6, "camera");
            second.step(other, step, 4, 6, "camera");
            other.sample(step + 1_000, 9);
        }
        assertThat(one.sample(7, 9)).isEqualTo(other.sample(7, 9));
        assertThat(one.state()).usingRecursiveComparison().isEqualTo(other.state());
    }

    @ParameterizedTest
    @EnumSource
    void theMemoryBoundHoldsAndDrawsAreDistinctAndHeld(Policy policy) {
        ReplayConfig config = config(policy, "capacity: 1000, memory: 20KiB");
        ReplayBuffer<Integer> buffer = config.buffer(IMAGE_BYTES, 5);
        Stimuli stimuli = new Stimuli(1, 8);
        for (int step = 0; step < 100; step++) {
            List<Long> numbers = stimuli.step(buffer, step, 4, 6, "camera");
            assertThat(numbers).doesNotHaveDuplicates();
            assertThat(buffer.size() * config.slotBytes(IMAGE_BYTES)).isLessThanOrEqualTo(20 << 10);
            assertThat(buffer.state().slots()).hasSize(buffer.size()).doesNotHaveDuplicates();
        }
        if (policy != Policy.NONE && policy != Policy.CENTROID) {
            assertThat((buffer.size() + 1) * config.slotBytes(IMAGE_BYTES)).isGreaterThan(20 << 10);
        }
        assertThat(buffer.sample(0, 10_000)).hasSize(buffer.size());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void noSourceTakesMoreThanItsQuotaAndOthersFillTheRest(Policy policy) {
        ReplayBuffer<Integer> buffer = buffer(policy, "capacity: 40, quota: 0.25");
        Map<Integer, String> sourceOf = new HashMap<>();
        Stimuli stimuli = new Stimuli(3, 8);
        Random random = new Random(3);
        int image = 0;
        for (int step = 0; step < 400; step++) {
            // One camera sends nine images of ten.
            String source = random.nextInt(10) > 0 ? "busy" : "quiet-" + random.nextInt(3);
            sourceOf.put(image, source);
            long number = buffer.offer(image++, source);
            buffer.observe(List.of(number), stimuli.observations(1));
            assertThat(held(buffer, sourceOf, "busy")).isLessThanOrEqualTo(10);
        }
        if (policy != Policy.CENTROID) {
            assertThat(held(buffer, sourceOf, "busy")).isEqualTo(10);
            assertThat(buffer.size()).isGreaterThan(30);
        }
        ReplayBuffer<Integer> resumed = buffer(policy, "capacity: 40, quota: 0.25");
        resumed.restore(buffer.state());
        for (int more = 0; more < 50; more++, image++) {
            sourceOf.put(image, "busy");
            resumed.offer(image, "busy");
            buffer.offer(image, "busy");
            assertThat(held(resumed, sourceOf, "busy")).isLessThanOrEqualTo(10);
        }
        assertThat(resumed.state()).usingRecursiveComparison().isEqualTo(buffer.state());
    }

    @ParameterizedTest
    @EnumSource
    void aBufferGoesOnFromTheStateOfAnyOtherAndOfALargerOne(Policy policy) {
        for (Policy other : Policy.values()) {
            ReplayBuffer<Integer> before = buffer(other, "capacity: 40");
            Stimuli stimuli = new Stimuli(1, 8);
            for (int step = 0; step < 30; step++) {
                stimuli.step(before, step, 4, 6, "camera");
            }
            ReplayBuffer<Integer> after = buffer(policy, "capacity: 12");
            after.restore(before.state());
            assertThat(after.size()).isEqualTo(policy == Policy.NONE ? 0 : Math.min(12, before.size()));
            for (int step = 30; step < 60; step++) {
                assertThat(stimuli.step(after, step, 4, 6, "camera")).doesNotHaveDuplicates();
                assertThat(after.size()).isLessThanOrEqualTo(12);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void imagesOfNoNumberAndFeaturesThatAreNoNumbersAreLeftAlone(Policy policy) {
        ReplayBuffer<Integer> buffer = buffer(policy, "capacity: 10");
        for (int image = 0; image < 30; image++) {
            long number = buffer.offer(image, "camera");
            float[] features = new float[16];
            features[8] = image % 2 == 0 ? Float.NaN : 0;
            buffer.observe(List.of(Replayed.NONE, number), new Observations(8, features, new float[] {0, Float.NaN}));
        }
        assertThat(buffer.size()).isEqualTo(policy == Policy.NONE ? 0 : 10);
    }

    @ParameterizedTest
    @EnumSource
    void anImageOfWhichMoreIsKnownTakesItsOwnPlaceAndNothingElseChanges(Policy policy) {
        ReplayBuffer<Integer> buffer = buffer(policy, "capacity: 30");
        ReplayBuffer<Integer> plain = buffer(policy, "capacity: 30");
        Stimuli one = new Stimuli(1, 8);
        Stimuli other = new Stimuli(1, 8);
        for (int step = 0; step < 50; step++) {
            for (long number : one.step(buffer, step, 4, 6, "camera")) {
                buffer.replace(number, (int) number + 1_000_000);
            }
            buffer.replace(step * 4L + 4, -1); // not offered yet
            buffer.replace(Replayed.NONE, -1);
            other.step(plain, step, 4, 6, "camera");
        }
        assertThat(buffer.sample(7, 30).stream().map(each -> each.image() - 1_000_000))
                .isEqualTo(plain.sample(7, 30).stream().map(Replayed::image).toList());
        assertThat(buffer.state().columns())
                .usingRecursiveComparison()
                .isEqualTo(plain.state().columns());
    }

    private static long held(ReplayBuffer<Integer> buffer, Map<Integer, String> sourceOf, String source) {
        return buffer.state().slots().stream()
                .filter(image -> source.equals(sourceOf.get(image)))
                .count();
    }

    private static List<Integer> images(List<Replayed<Integer>> replayed) {
        return replayed.stream().map(Replayed::image).toList();
    }
}
