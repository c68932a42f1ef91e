package io.slipstream.trainer.stream;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.replay.ReplayConfig;

/** Replay buffers for tests. */
final class TestReplay {

    private TestReplay() {}

    /** An empty reservoir of so many images. */
    static ReplayBuffer<TrainingImage> reservoir(int capacity) {
        return ConfigLoader.defaults(ReplayConfig.class).withCapacity(capacity).buffer(3, 1);
    }
}
