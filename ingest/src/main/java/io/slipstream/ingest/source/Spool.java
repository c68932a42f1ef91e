package io.slipstream.ingest.source;

import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageSet;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of an archive laid out for reading in any order: their bytes in one temporary file, an index in memory.
 *
 * <p>A tar or a compressed tar cannot be read in another order than its own. The index takes about 150 bytes per file, the
 * temporary file as much disk as the archive unpacked; it is deleted on close.
 */
final class Spool implements Closeable {

    private record Entry(
            String path, long offset, int length, long size, Optional<Instant> modified, Optional<String> problem) {}

    private final Path file;
    private final FileChannel channel;
    private final List<Entry> entries;

    private Spool(Path file, FileChannel channel, List<Entry> entries) {
        this.file = file;
        this.channel = channel;
        this.entries = entries;
    }

    /**
     * Reads the set to its end.
     *
     * @throws IOException if it cannot be read to its end; nothing is left behind
     */
    static Spool of(ImageSet set) throws IOException {
        Path file = Files.createTempFile("slipstream-", ".spool");
        try {
            List<Entry> entries = copy(set, file);
            return new Spool(file, FileChannel.open(file, StandardOpenOption.READ), entries);
        } catch (UncheckedIOException unreadable) {
            Files.deleteIfExists(file);
            throw new IOException("The source cannot be read to its end: " + unreadable.getMessage(), unreadable);
        } catch (IOException | RuntimeException failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
    }

    private static List<Entry> copy(ImageSet set, Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long offset = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            while (set.hasNext()) {
                ImageFile image = set.next();
                out.write(image.bytes());
                entries.add(new Entry(
                        image.path(), offset, image.bytes().length, image.size(), image.modified(), image.problem()));
                offset += image.bytes().length;
            }
        }
        return entries;
    }

    int count() {
        return entries.size();
    }

    /**
     * File number {@code index} in the set's own order; its label is left behind.
     *
     * @throws UncheckedIOException if the temporary file cannot be read
     */
    ImageFile read(int index) {
        Entry entry = entries.get(index);
        ByteBuffer buffer = ByteBuffer.allocate(entry.length());
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, entry.offset() + buffer.position()) < 0) {
                    throw new EOFException(file + " became shorter while it was read");
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new ImageFile(
                entry.path(), Optional.empty(), entry.size(), buffer.array(), entry.modified(), entry.problem());
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
