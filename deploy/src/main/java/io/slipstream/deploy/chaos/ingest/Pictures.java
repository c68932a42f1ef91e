package io.slipstream.deploy.chaos.ingest;

import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.camera.CameraConfig;
import java.time.Duration;
import java.util.List;

/** Different JPEGs by number, about 1 KB each. Thread-safe. */
final class Pictures {
    private static final int SIDE = 32;
    private static final int LINES = 4;
    private static final int RUN_LENGTH = 32;
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(5);

    private final Camera camera;

    Pictures(long seed) {
        this.camera = new Camera(new CameraConfig(seed, LINES, SIDE, RUN_LENGTH, List.of()));
    }

    byte[] jpeg(long number) {
        return camera.frame((int) (number % LINES), number / LINES, BETWEEN_FRAMES.multipliedBy(number))
                .jpeg();
    }
}
