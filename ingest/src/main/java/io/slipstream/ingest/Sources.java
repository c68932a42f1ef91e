package io.slipstream.ingest;

import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.pace.Rate;
import io.slipstream.ingest.source.CameraSource;
import io.slipstream.ingest.source.ImageSource;
import io.slipstream.ingest.source.PathSource;
import io.slipstream.ingest.source.WatchSource;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Opens the source a configuration names. */
final class Sources {

    private Sources() {}

    static ImageSource open(IngestConfig config, Clock clock) throws IOException {
        // One byte more than is allowed, to tell an image that is too large from the largest.
        ByteSize cap = new ByteSize(config.image().maxBytes().bytes() + 1);
        return switch (config.source()) {
            case CAMERA ->
                new CameraSource(
                        new Camera(config.camera()),
                        Rate.parse(config.cameraRate()),
                        config.cameraFirstFrame(),
                        clock.instant());
            case PATH -> PathSource.open(path(config), key(config), config.order(), config.shuffleSeed(), cap);
            case WATCH -> WatchSource.open(path(config), key(config), config.settle(), cap, clock);
        };
    }

    private static Path path(IngestConfig config) {
        return config.path().orElseThrow();
    }

    private static String key(IngestConfig config) {
        return config.key()
                .orElseGet(() ->
                        String.valueOf(path(config).toAbsolutePath().normalize().getFileName()));
    }
}
