package io.slipstream.ingest.source;

import io.slipstream.ingest.cursor.Cursor;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files of a directory or an archive, once each. Folder names, which often are labels, are not handed on.
 *
 * <p>Event time is when a file was last modified; of an entry that does not say so, when its archive was. The position of a
 * file of a directory is its version; that of an entry its place in the order.
 */
public final class PathSource implements ImageSource {

    private final Iterator<RawImage> images;
    private final Closeable resource;

    private PathSource(Stream<RawImage> images, Closeable resource) {
        this.images = images.iterator();
        this.resource = resource;
    }

    /**
     * Opens a directory, which is listed first.
     *
     * @param key source key of every image
     * @param seed of the shuffled order
     * @param cap as much of each file as is read
     * @param cursor what was sent before; forgets what is not there any more
     * @throws IOException if there is no directory that can be read
     */
    public static PathSource directory(Path path, String key, Order order, long seed, ByteSize cap, Cursor cursor)
            throws IOException {
        List<FileVersion> files = FileTree.files(path);
        cursor.retain(files.stream().map(file -> file.position(path)).toList());
        FileRead reader = new FileRead(path, key, Math.toIntExact(cap.bytes()));
        Stream<RawImage> images = order(files.size(), order, seed)
                .mapToObj(files::get)
                .filter(file -> !cursor.contains(file.position(path)))
                .map(reader::read);
        return new PathSource(images, () -> {});
    }

    /**
     * Opens a {@code .tar}, {@code .tar.gz}, {@code .tgz} or {@code .zip}. One that is to be shuffled is unpacked to a
     * temporary file first.
     *
     * @param key source key of every image
     * @param seed of the shuffled order
     * @param cap as much of each entry as is read
     * @param last position of the last entry that was sent
     * @throws IOException if there is no known archive, or {@code last} is no position in one
     */
    public static PathSource archive(Path path, String key, Order order, long seed, ByteSize cap, Optional<String> last)
            throws IOException {
        int first = last.isEmpty() ? 0 : place(last.get()) + 1;
        Entries entries = new Entries(path, key, Files.getLastModifiedTime(path).toInstant());
        ImageSet set = ImageSet.open(path, cap);
        if (order == Order.AS_IS) {
            Stream<RawImage> images = IntStream.iterate(0, place -> set.hasNext(), place -> place + 1)
                    .mapToObj(place -> entries.image(set.next(), place))
                    .skip(first);
            return new PathSource(images, set::close);
        }
        try (set) {
            Spool spool = Spool.of(set);
            int[] shuffled = Shuffle.order(spool.count(), seed);
            Stream<RawImage> images = IntStream.range(first, Math.max(first, shuffled.length))
                    .mapToObj(place -> entries.image(spool.read(shuffled[place]), place));
            return new PathSource(images, spool);
        }
    }

    private record Entries(Path archive, String key, Instant modified) {
        RawImage image(ImageFile file, int place) {
            return new RawImage(
                    key,
                    file.modified().orElse(modified),
                    Map.of(),
                    archive + "!/" + file.path(),
                    Integer.toString(place),
                    file.size(),
                    file.bytes(),
                    file.problem());
        }
    }

    private static int place(String position) throws IOException {
        try {
            return Integer.parseInt(position);
        } catch (NumberFormatException other) {
            throw new IOException("expected the number of an entry as position, found '" + position + "'", other);
        }
    }

    private static IntStream order(int count, Order order, long seed) {
        return order == Order.AS_IS ? IntStream.range(0, count) : IntStream.of(Shuffle.order(count, seed));
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
