package io.slipstream.ingest;

import io.slipstream.ingest.source.Order;
import io.slipstream.schemas.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tells one source from another: two runs with the same identity get the same images at the same positions.
 *
 * @param text one line
 * @param isOrdered whether images come in the same order each time
 * @param canBeReadAgain whether there is a second time
 */
record SourceIdentity(String text, boolean isOrdered, boolean canBeReadAgain) {

    static SourceIdentity of(IngestConfig config) throws IOException {
        return switch (config.source()) {
            case CAMERA ->
                ordered("camera " + ConfigLoader.hash(config.camera()) + " at " + config.cameraRate() + " from frame "
                        + config.cameraFirstFrame());
            case PATH -> Files.isDirectory(path(config)) ? directory(config) : archive(config);
            case WATCH -> directory(config);
            case WEBDATASET -> shards(config);
            case URLS -> ordered("urls " + path(config) + " as " + Sources.key(config));
            case S3 -> s3(config);
            case STDIN -> new SourceIdentity("stdin", true, false);
        };
    }

    /** A directory is the same whether it is read once or watched, and in whichever order. */
    private static SourceIdentity directory(IngestConfig config) {
        return new SourceIdentity(oneLine("directory " + path(config) + " as " + Sources.key(config)), false, true);
    }

    private static SourceIdentity archive(IngestConfig config) throws IOException {
        Path archive = path(config);
        if (!Files.exists(archive)) {
            throw new IOException("expected a directory or an archive, found nothing at " + archive);
        }
        String version = Files.size(archive) + " bytes of " + Files.getLastModifiedTime(archive);
        String order = config.order() == Order.AS_IS ? "as it is" : "shuffled by " + config.shuffleSeed();
        return ordered("archive " + archive + " (" + version + ") as " + Sources.key(config) + ", " + order);
    }

    private static SourceIdentity shards(IngestConfig config) {
        String pattern = config.shards().orElseGet(() -> path(config).toString());
        String server = pattern.startsWith("s3:") ? " of " + s3Server(config) : "";
        return ordered("shards " + pattern + server + " as " + Sources.key(config));
    }

    private static SourceIdentity s3(IngestConfig config) {
        return ordered("objects " + Sources.prefix(config) + " of " + s3Server(config) + " as " + Sources.key(config));
    }

    private static String s3Server(IngestConfig config) {
        return config.s3().endpoint().map(URI::toString).orElse("amazon");
    }

    private static SourceIdentity ordered(String text) {
        return new SourceIdentity(oneLine(text), true, true);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static Path path(IngestConfig config) {
        return config.path().orElseThrow().toAbsolutePath().normalize();
    }
}
