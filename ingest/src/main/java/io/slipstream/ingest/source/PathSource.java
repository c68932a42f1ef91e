package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files of a directory or an archive, once each. Folder names, which often are labels, are not handed on.
 *
 * <p>Event time is when a file was last modified; for the entries of an archive, when the archive was.
 */
public final class PathSource implements ImageSource {

    private final Iterator<RawImage> images;
    private final AutoCloseable resource;

    private PathSource(Iterator<RawImage> images, AutoCloseable resource) {
        this.images = images;
        this.resource = resource;
    }
}
