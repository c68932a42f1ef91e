package io.slipstream.trainer.anneal;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.replay.ReplayConfig;
import io.slipstream.trainer.stream.Batch;
import io.slipstream.trainer.stream.BatchConfig;
import io.slipstream.trainer.stream.TrainingImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BranchBatchesTest {

    private final BatchConfig config = section("{size: 8, stream: 3}", BatchConfig.class);

    private static <R extends Record> R section(String yaml, Class<R> type) {
        try {
            return ConfigLoader.parse(yaml, "test", type);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<TrainingImage> images(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new TrainingImage("image-" + i, new byte[3]))
                .toList();
    }

    private static ReplayBuffer<TrainingImage> buffer(List<TrainingImage> content, long seed) {
        ReplayBuffer<TrainingImage> buffer =
                section("{capacity: 100, policy: fifo}", ReplayConfig.class).buffer(3, seed);
        content.forEach(image -> buffer.offer(image, ""));
        return buffer;
    }

    private BranchBatches batches(List<TrainingImage> recent, List<TrainingImage> replayed, long seed) {
        return new BranchBatches(config, recent, buffer(replayed, seed), seed);
    }

    private static List<String> ids(Batch batch) {
        return batch.images().stream().map(TrainingImage::id).toList();
    }

    @Test
    void aBatchHasAsManyNewestImagesAsATrainingStepHasNewOnesAndTheRestFromTheBuffer() {
        Batch batch = batches(images(50, 70), images(0, 50), 1).at(12);

        assertThat(batch.fresh()).isEqualTo(3);
        assertThat(batch.images()).hasSize(8);
        assertThat(ids(batch).subList(0, 3))
                .isSubsetOf(images(50, 70).stream().map(TrainingImage::id).toList());
        assertThat(ids(batch).subList(3, 8))
                .isSubsetOf(images(0, 50).stream().map(TrainingImage::id).toList());
        assertThat(batch.numbers().subList(0, 3)).containsOnly(-1L);
        assertThat(batch.numbers().subList(3, 8)).doesNotContain(-1L);
        assertThat(batch.isLast()).isTrue();
    }

    @Test
    void seedAndStepDecideAndEachImageComesUp() {
        BranchBatches batches = batches(images(50, 70), images(0, 50), 1);
        Set<String> seen = new HashSet<>();
        for (int step = 0; step < 200; step++) {
            assertThat(ids(batches.at(step)))
                    .isEqualTo(ids(batches(images(50, 70), images(0, 50), 1).at(step)));
            seen.addAll(ids(batches.at(step)));
        }

        assertThat(seen).hasSize(70);
        assertThat(ids(batches.at(3))).isNotEqualTo(ids(batches.at(4)));
        assertThat(ids(batches.at(3)))
                .isNotEqualTo(ids(batches(images(50, 70), images(0, 50), 2).at(3)));
    }

    @Test
    void noImageIsTwiceInABatchThoughTheBufferHoldsTheNewestToo() {
        BranchBatches all = batches(images(0, 12), images(0, 12), 1);
        for (int step = 0; step < 100; step++) {
            assertThat(ids(all.at(step))).doesNotHaveDuplicates().hasSize(8);
        }
    }

    @Test
    void whatOneOfThemLacksTheOtherMakesUpFor() {
        Batch noBuffer = batches(images(0, 20), List.of(), 1).at(5);
        assertThat(noBuffer.images()).hasSize(8);
        assertThat(noBuffer.fresh()).isEqualTo(8);
        Batch noneNew = batches(List.of(), images(0, 20), 1).at(5);
        assertThat(noneNew.images()).hasSize(8);
        assertThat(noneNew.fresh()).isZero();
        assertThat(ids(batches(images(0, 2), images(1, 3), 1).at(5)))
                .containsExactlyInAnyOrder("image-0", "image-1", "image-2");
    }

    @Test
    void whereThereAreNoImagesTheBatchIsEmpty() {
        assertThat(batches(List.of(), List.of(), 1).at(5).images()).isEmpty();
    }
}
