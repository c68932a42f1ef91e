package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.trainer.checkpoint.Progress;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.method.StepResult;
import io.slipstream.trainer.replay.ReplayConfig.Policy;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.replay.Replayed;
import io.slipstream.trainer.stream.Batch;
import io.slipstream.trainer.stream.StreamState;
import io.slipstream.trainer.stream.TrainingImage;
import io.slipstream.trainer.weights.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithTorch.class)
class StoredProjectionsTest {

    private static final int SIZE = 16;
    private static final int FRESH = 6;
    private static final int PROJECTION = 8;
    private static final int SLOT_BYTES = 3 * SIZE * SIZE + 256;

    private static Learning learning(Policy policy, String more, Optional<TrainingState> state, NDManager manager)
            throws Exception {
        TrainerConfig config = ConfigLoader.parse(
                """
                network: {image-size: 16}
                method: byol
                byol: {hidden: 16, projection: %d}
                batch: {size: 16, stream: 6}
                replay: {policy: %s, capacity: 24, features: 8, centroid: {images: 5, window: 50}, %s}
                """.formatted(PROJECTION, policy.name().toLowerCase(Locale.ROOT).replace('_', '-'), more),
                "trainer.yaml",
                TrainerConfig.class);
        return Learning.of(config, state, Devices.cpu(), manager);
    }

    private static String stored(String more) {
        return more + "}\nregularizers: {alignment: {weight: 1, source: stored, hidden: 16}";
    }

    private static Learning learning(Policy policy, Optional<TrainingState> state, NDManager manager) throws Exception {
        return learning(policy, stored("quota: 1"), state, manager);
    }

    private static TrainingImage image(long number) {
        byte[] pixels = new byte[3 * SIZE * SIZE];
        new Random(number).nextBytes(pixels);
        return new TrainingImage(Sha256.of(Long.toString(number).getBytes(StandardCharsets.UTF_8)), pixels);
    }

    /** A step as the trainer takes it, the only pass over new images. */
    private static StepResult step(Learning learning, long step) {
        List<TrainingImage> images = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        List<Replayed<TrainingImage>> replayed = learning.replay().sample(step, 16 - FRESH);
        for (int i = 0; i < FRESH; i++) {
            TrainingImage image = image(step * FRESH + i);
            images.add(image);
            numbers.add(learning.replay().offer(image, "camera"));
        }
        for (Replayed<TrainingImage> each : replayed) {
            images.add(each.image());
            numbers.add(each.number());
        }
        return learning.step(new Batch(images, numbers, FRESH, 1, 1, false), step);
    }

    private static TrainingState state(Learning learning, ReplayState<TrainingImage> replay) {
        return new TrainingState(
                new Progress(0, 0, 0, 0, Optional.empty(), -1, 0, 0, OptionalDouble.empty(), true, 0, 0, -1),
                learning.learner().state(),
                replay,
                new StreamState(List.of(), Map.of(), Optional.empty(), List.of(), List.of()));
    }

    private static List<TrainingImage> held(Learning learning) {
        return learning.replay().state().slots();
    }

    @ParameterizedTest
    @EnumSource
    void everyImageIsStoredWithWhatTheStudentMadeOfItAndHeldToIt(Policy policy, NDManager manager) throws Exception {
        Learning learning = learning(policy, Optional.empty(), manager);
        assertThat(step(learning, 0).regularizers())
                .as("nothing is replayed yet")
                .isEmpty();
        List<TrainingImage> first = held(learning);
        for (int step = 1; step < 8; step++) {
            Map<String, Double> regularizers = step(learning, step).regularizers();
            if (policy != Policy.NONE) {
                assertThat(regularizers).containsOnlyKeys("alignment");
            }
        }
        assertThat(held(learning)).allMatch(image -> image.projection().length == PROJECTION);
        assertThat(first).allMatch(image -> image.projection().length == PROJECTION);
    }

    @Test
    void whatIsStoredStaysAsItIsWhileTheStudentMovesOn(NDManager manager) throws Exception {
        Learning learning = learning(Policy.FIFO, Optional.empty(), manager);
        step(learning, 0);
        List<TrainingImage> first = held(learning);
        assertThat(first.get(0).projection()).isNotEqualTo(first.get(1).projection());
        step(learning, 1);
        step(learning, 2);
        assertThat(held(learning)).containsAll(first);
    }

    @ParameterizedTest
    @EnumSource
    void goingOnFromAStateAlignsWithTheSameProjections(Policy policy, NDManager manager) throws Exception {
        Learning whole = learning(policy, Optional.empty(), manager);
        for (int step = 0; step < 6; step++) {
            step(whole, step);
        }
        ReplayState<TrainingImage> replay = whole.replay().state();
        Learning resumed = learning(policy, Optional.of(state(whole, replay)), manager);
        assertThat(held(resumed)).isEqualTo(replay.slots()); // the same objects: a checkpoint need not save them again
        for (int step = 6; step < 9; step++) {
            assertThat(step(resumed, step).regularizers())
                    .isEqualTo(step(whole, step).regularizers());
        }
        assertThat(held(resumed)).usingRecursiveComparison().isEqualTo(held(whole));
    }

    @Test
    void imagesOfACheckpointWithoutProjectionsOrWithOthersGetTheirOwnWhenTheyAreReplayed(NDManager manager)
            throws Exception {
        Learning before = learning(Policy.FIFO, Optional.empty(), manager);
        for (int step = 0; step < 4; step++) {
            step(before, step);
        }
        List<TrainingImage> slots = new ArrayList<>();
        for (TrainingImage image : held(before)) {
            slots.add(image.with(new float[slots.size() % 2 == 0 ? 0 : PROJECTION + 1]));
        }
        TrainingState state = state(before, new ReplayState<>(slots.size(), slots));

        Learning after = learning(Policy.FIFO, Optional.of(state), manager);

        assertThat(held(after)).allMatch(image -> image.projection().length == 0);
        assertThat(step(after, 4).regularizers()).as("nothing is known").isEmpty();
        assertThat(held(after)).anyMatch(image -> image.projection().length == 0);
        for (int step = 5; step < 9; step++) {
            step(after, step);
        }
        assertThat(held(after)).allMatch(image -> image.projection().length == PROJECTION);
    }

    @Test
    void withoutTheSourceNothingIsStoredAndWhatWasStoredGoes(NDManager manager) throws Exception {
        Learning before = learning(Policy.FIFO, Optional.empty(), manager);
        step(before, 0);
        Learning plain = learning(Policy.FIFO, "quota: 1", Optional.empty(), manager);
        LearnerState learner = plain.learner().state();
        TrainingState state = state(before, before.replay().state());

        Learning after = learning(
                Policy.FIFO,
                "quota: 1",
                Optional.of(new TrainingState(state.progress(), learner, state.replay(), state.stream())),
                manager);

        assertThat(held(after)).hasSize(FRESH).allMatch(image -> image.projection().length == 0);
        step(after, 1);
        assertThat(held(after)).allMatch(image -> image.projection().length == 0);
    }

    @Test
    void theMemoryBoundCountsProjections(NDManager manager) throws Exception {
        String bound = "memory: " + 10 * SLOT_BYTES + "B";
        assertThat(filled(learning(Policy.FIFO, bound, Optional.empty(), manager)))
                .isEqualTo(10);
        assertThat(filled(learning(Policy.FIFO, stored(bound), Optional.empty(), manager)))
                .isEqualTo(10 * SLOT_BYTES / (SLOT_BYTES + PROJECTION * Float.BYTES))
                .isLessThan(10);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> learning(Policy.FIFO, stored("memory: " + SLOT_BYTES + "B"), Optional.empty(), manager))
                .withMessageContaining(Integer.toString(SLOT_BYTES + PROJECTION * Float.BYTES));
    }

    private static int filled(Learning learning) {
        for (int i = 0; i < 20; i++) {
            learning.replay().offer(image(i), "camera");
        }
        return learning.replay().size();
    }

    @Test
    void aFailedComputationIsNotStored(NDManager manager) throws Exception {
        Learning learning = learning(Policy.FIFO, Optional.empty(), manager);
        List<TrainingImage> images = List.of(image(0), image(1), image(2), image(3));
        List<Long> numbers = new ArrayList<>();
        images.forEach(image -> numbers.add(learning.replay().offer(image, "camera")));
        numbers.set(3, Replayed.NONE);
        float[] values = {0, 0, Float.NaN, 1, 1, 0, 2, 2};

        StoredProjections.keep(
                new Batch(images, numbers, 4, 1, 1, false), new Tensor(new Shape(4, 2), values), learning.replay());

        assertThat(held(learning).stream().map(image -> image.projection().length))
                .containsExactly(0, 0, 2, 0);
    }
}
