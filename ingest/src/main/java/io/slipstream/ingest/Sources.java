package io.slipstream.ingest;

import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.ingest.pace.Rate;
import io.slipstream.ingest.source.CameraSource;
import io.slipstream.ingest.source.ImageSource;
import io.slipstream.ingest.source.PathSource;
import io.slipstream.ingest.source.S3Source;
import io.slipstream.ingest.source.StreamSource;
import io.slipstream.ingest.source.UrlSource;
import io.slipstream.ingest.source.WatchSource;
import io.slipstream.ingest.source.WebDatasetSource;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.s3.S3Location;
import io.slipstream.schemas.sample.SourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;

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
            case WEBDATASET -> shards(config, cap, cursor, clock);
            case URLS ->
                UrlSource.open(path(config), key(config), config.urls(), config.fetchers(), cap, cursor.last(), clock);
            case S3 -> S3Source.open(prefix(config), key(config), config.s3(), config.fetchers(), cap, cursor.last());
            case STDIN -> StreamSource.open(System.in, key(config), cap, clock);
        };
    }

    private static ImageSource path(IngestConfig config, ByteSize cap, Cursor cursor) throws IOException {
        Path path = path(config);
        return Files.isDirectory(path)
                ? PathSource.directory(path, key(config), config.order(), config.shuffleSeed(), cap, cursor)
                : PathSource.archive(path, key(config), config.order(), config.shuffleSeed(), cap, cursor.last());
    }

    private static ImageSource shards(IngestConfig config, ByteSize cap, Cursor cursor, Clock clock)
            throws IOException {
        Set<String> tags = Set.copyOf(config.webdatasetTags());
        if (config.shards().isPresent()) {
            return WebDatasetSource.openRemote(
                    config.shards().get(),
                    key(config),
                    tags,
                    config.urls(),
                    config.s3(),
                    config.fetchers(),
                    cap,
                    cursor.last(),
                    clock);
        }
        String pattern = path(config).toAbsolutePath().normalize().toString();
        return WebDatasetSource.open(pattern, key(config), tags, cap, cursor.last());
    }

    private static Path path(IngestConfig config) {
        return config.path().orElseThrow();
    }

    static S3Location prefix(IngestConfig config) {
        return S3Location.parse(config.prefix().orElseThrow());
    }

    /** The source key of sources that have one. */
    static String key(IngestConfig config) {
        return config.key().orElseGet(() -> SourceKey.of(ownName(config)));
    }

    private static String ownName(IngestConfig config) {
        return switch (config.source()) {
            case CAMERA, STDIN -> name(config.source());
            case S3 -> prefix(config).bucket();
            case WEBDATASET -> config.shards().map(RemotePattern::name).orElseGet(() -> fileName(config));
            case PATH, WATCH, URLS -> fileName(config);
        };
    }

    private static String fileName(IngestConfig config) {
        return String.valueOf(path(config).toAbsolutePath().normalize().getFileName());
    }

    /** What a configuration calls a kind of source. */
    static String name(SourceKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
