package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageSet;
import java.io.Closeable;
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
import java.util.stream.StreamSupport;

/**
 * The files of a directory or an archive, once each. Folder names, which often are labels, are not handed on.
 *
 * <p>Event time is when a file was last modified; for the entries of an archive, when the archive was.
 */
public final class PathSource implements ImageSource {

    private final Iterator<RawImage> images;
    private final Closeable resource;

    private PathSource(Stream<RawImage> images, Closeable resource) {
        this.images = images.iterator();
        this.resource = resource;
    }

    /**
     * Opens a directory, a {@code .tar}, {@code .tar.gz}, {@code .tgz} or {@code .zip}. A directory is listed first; an
     * archive that is to be shuffled is unpacked to a temporary file first.
     *
     * @param key source key of every image
     * @param seed of the shuffled order
     * @param cap as much of each file as is read
     * @throws IOException if there is neither a directory nor a known archive
     */
    public static PathSource open(Path path, String key, Order order, long seed, ByteSize cap) throws IOException {
        if (Files.isDirectory(path)) {
            List<Path> files = FileTree.files(path);
            FileRead reader = new FileRead(key, Math.toIntExact(cap.bytes()), Instant.EPOCH);
            Stream<RawImage> images = order(files.size(), order, seed).mapToObj(index -> reader.read(files.get(index)));
            return new PathSource(images, () -> {});
        }
        ImageSet set = ImageSet.open(path, cap);
        Instant modified = Files.getLastModifiedTime(path).toInstant();
        if (order == Order.AS_IS) {
            Stream<ImageFile> files = StreamSupport.stream(((Iterable<ImageFile>) () -> set).spliterator(), false);
            return new PathSource(files.map(file -> image(file, path, key, modified)), set::close);
        }
        try (set) {
            Spool spool = Spool.of(set);
            Stream<RawImage> images =
                    order(spool.count(), order, seed).mapToObj(index -> image(spool.read(index), path, key, modified));
            return new PathSource(images, spool);
        }
    }

    private static IntStream order(int count, Order order, long seed) {
        return order == Order.AS_IS ? IntStream.range(0, count) : IntStream.of(Shuffle.order(count, seed));
    }

    private static RawImage image(ImageFile file, Path archive, String key, Instant modified) {
        return new RawImage(key, modified, archive + "!/" + file.path(), file.size(), file.bytes(), file.problem());
    }

    @Override
    public Pull pull(Duration patience) throws IOException {
        try {
            return images.hasNext() ? new Pull.Image(images.next()) : new Pull.End();
        } catch (UncheckedIOException unreadable) {
            throw new IOException("The source cannot be read on: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
