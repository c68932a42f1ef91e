package io.slipstream.trainer.anneal;

import io.slipstream.trainer.random.RandomStream;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.replay.Replayed;
import io.slipstream.trainer.stream.Batch;
import io.slipstream.trainer.stream.BatchConfig;
import io.slipstream.trainer.stream.TrainingImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What the steps of a branch learn from: as in training, so many new images and the rest replayed, but the new ones are
 * drawn from the newest of the stream, which come again and again.
 *
 * <p>A batch is a function of seed, step and images. No image is in it twice, though the newest may be in the replay buffer
 * too. Not thread-safe, as the buffer.
 */
final class BranchBatches {

    private final BatchConfig config;
    private final List<TrainingImage> recent;
    private final ReplayBuffer<TrainingImage> replay;
    private final RandomStream random;

    /**
     * Batches of these images.
     *
     * @param recent distinct
     * @param replay not changed; it draws by a seed of its own
     */
    BranchBatches(BatchConfig config, List<TrainingImage> recent, ReplayBuffer<TrainingImage> replay, long seed) {
        this.config = config;
        this.recent = List.copyOf(recent);
        this.replay = replay;
        this.random = new RandomStream(seed, "branch-recent");
    }

    /**
     * The batch of a step; smaller than configured when there are fewer images.
     *
     * @param step steps taken before it
     */
    Batch at(long step) {
        List<TrainingImage> drawn = drawn(random.at(step));
        List<TrainingImage> fresh = new ArrayList<>(drawn.subList(0, Math.min(config.stream(), drawn.size())));
        Set<String> taken = new HashSet<>();
        fresh.forEach(image -> taken.add(image.id()));
        List<Replayed<TrainingImage>> replayed = new ArrayList<>();
        for (Replayed<TrainingImage> each : replay.sample(step, config.size())) {
            if (fresh.size() + replayed.size() < config.size()
                    && taken.add(each.image().id())) {
                replayed.add(each);
            }
        }
        for (TrainingImage image : drawn) { // where the buffer has too few others
            if (fresh.size() + replayed.size() < config.size() && taken.add(image.id())) {
                fresh.add(image);
            }
        }
        return batch(fresh, replayed);
    }

    /** Twice a batch at most: enough to make up for those that the buffer holds as well. */
    private List<TrainingImage> drawn(RandomGenerator generator) {
        List<TrainingImage> left = new ArrayList<>(recent);
        int count = Math.min(left.size(), 2 * config.size());
        for (int i = 0; i < count; i++) {
            Collections.swap(left, i, i + generator.nextInt(left.size() - i));
        }
        return left.subList(0, count);
    }

    private static Batch batch(List<TrainingImage> fresh, List<Replayed<TrainingImage>> replayed) {
        List<TrainingImage> images = new ArrayList<>(fresh);
        List<Long> numbers = new ArrayList<>(Collections.nCopies(fresh.size(), Replayed.NONE));
        for (Replayed<TrainingImage> each : replayed) {
            images.add(each.image());
            numbers.add(each.number());
        }
        return new Batch(images, numbers, fresh.size(), 1, 1, false);
    }
}
