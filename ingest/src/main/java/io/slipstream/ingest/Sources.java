package io.slipstream.ingest;

import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.ingest.pace.Rate;
import io.slipstream.ingest.source.CameraSource;
import io.slipstream.ingest.source.ImageSource;
import io.slipstream.ingest.source.PathSource;
import io.slipstream.ingest.source.WatchSource;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.sample.SourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Opens the source a configuration names. */
final class Sources {

    private Sources() {}

    /** Opens it where the cursor says. */
    static ImageSource open(IngestConfig config, Cursor cursor, Clock clock) throws IOException {
        // One byte more than is allowed, to tell an image that is too large from the largest.
        ByteSize cap = new ByteSize(config.image().maxBytes().bytes() + 1);
        return switch (config.source()) {
            case CAMERA ->
                CameraSource.open(
                        new Camera(config.camera()),
                        Rate.parse(config.cameraRate()),
                        config.cameraFirstFrame(),
                        clock.instant(),
                        cursor.last());
            case PATH -> path(config, cap, cursor);
            case WATCH -> WatchSource.open(path(config), key(config), config.settle(), cap, cursor, clock);
        };
    }

    private static ImageSource path(IngestConfig config, ByteSize cap, Cursor cursor) throws IOException {
        Path path = path(config);
        return Files.isDirectory(path)
                ? PathSource.directory(path, key(config), config.order(), config.shuffleSeed(), cap, cursor)
                : PathSource.archive(path, key(config), config.order(), config.shuffleSeed(), cap, cursor.last());
    }

    private static Path path(IngestConfig config) {
        return config.path().orElseThrow();
    }

    /** The source key of sources that have one. */
    static String key(IngestConfig config) {
        return config.key()
                .orElseGet(() -> SourceKey.of(
                        String.valueOf(path(config).toAbsolutePath().normalize().getFileName())));
    }
}
