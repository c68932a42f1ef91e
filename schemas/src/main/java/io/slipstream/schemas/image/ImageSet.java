package io.slipstream.schemas.image;

import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory, a {@code .tar}, a {@code .tar.gz} or {@code .tgz}, or a {@code .zip}, one after another.
 *
 * <p>A directory is walked depth first, the names of each folder in their natural order; an archive is read in its own
 * order: the order is always the same. One file is in memory at a time. Hidden files and folders (those that start
 * with a dot, among them the {@code ._} files of macOS), links and special files are passed over. Every other file is
 * returned, image or not, so that what is refused is refused with a reason.
 *
 * <p>Iterating throws an UncheckedIOException when the set cannot be read on: a damaged archive, or an entry whose name
 * would lead outside the set. Not thread-safe.
 */
public final class ImageSet implements Iterator<ImageFile>, AutoCloseable {

    /** As much of a file as is kept by default: more than the default limit of an image. */
    private static final ByteSize DEFAULT_CAP = ByteSize.ofMiB(16);

    private final FileSource source;
    private @Nullable ImageFile next;

    private ImageSet(FileSource source) {
        this.source = source;
    }

    /** Opens a set; of each file at most the first 16 MiB are kept. */
    public static ImageSet open(Path path) throws IOException {
        return open(path, DEFAULT_CAP);
    }

    /**
     * Opens a set.
     *
     * @param path a directory or an archive, told apart by its name
     * @param cap  as much of each file as is kept; a larger file is returned with its first bytes and its true size
     * @throws IOException if there is nothing there, or it is neither a directory nor a known archive
     */
    public static ImageSet open(Path path, ByteSize cap) throws IOException {
        return new ImageSet(source(path, checked(cap)));
    }

    /**
     * Reads a tar archive that lies elsewhere, as it comes.
     *
     * @param name of the archive; gzipped if it ends with {@code .gz} or {@code .tgz}
     * @param in the archive, closed with the set
     * @param cap as much of each file as is kept
     * @throws IOException if it should be gzipped and is not; {@code in} is closed then
     */
    public static ImageSet tar(String name, InputStream in, ByteSize cap) throws IOException {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isGzipped = lower.endsWith(".gz") || lower.endsWith(".tgz");
        return new ImageSet(
                isGzipped ? TarSource.gzipped(name, in, checked(cap)) : TarSource.plain(name, in, checked(cap)));
    }

    private static int checked(ByteSize cap) {
        if (cap.bytes() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("expected a cap below 2GiB, found " + cap);
        }
        return (int) cap.bytes();
    }

    private static FileSource source(Path path, int cap) throws IOException {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (Files.isDirectory(path)) {
            return new DirectorySource(path, cap);
        }
        if (name.endsWith(".zip")) {
            return new ZipSource(path, cap);
        }
        if (name.endsWith(".tar")) {
            return TarSource.plain(path, cap);
        }
        if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            return TarSource.gzipped(path, cap);
        }
        throw new IOException("expected a directory, .tar, .tar.gz, .tgz or .zip, found "
                + (Files.exists(path) ? "" : "nothing at ") + path);
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            try {
                next = source.next();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return next != null;
    }

    @Override
    public ImageFile next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the set has no more files");
        }
        ImageFile file = Objects.requireNonNull(next);
        next = null;
        return file;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
