package io.slipstream.ingest.cursor;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The file of a cursor, which one process at a time may use: a lock on a file next to it says which. */
final class CursorFile implements Closeable {

    private final Path path;
    private final FileChannel lock;

    private CursorFile(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the file, which need not exist yet.
     *
     * @throws IOException if another process has it, or there can be no such file
     */
    static CursorFile take(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Files.createDirectories(parent(absolute));
        FileChannel channel = FileChannel.open(
                absolute.resolveSibling(absolute.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            channel.close();
            throw new IOException("Another ingest goes on with the cursor " + absolute
                    + "; wait for its end, or give this one a cursor of its own");
        }
        return new CursorFile(absolute, channel);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Replaces the content: after a crash at any moment there is the old content or the new. */
    void replace(byte[] content) throws IOException {
        Path staged = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                staged, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(staged, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(parent(path), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Refuses a cursor of another source. */
    void requireSource(String expected, String found) throws IOException {
        if (!found.equals(expected)) {
            throw new IOException("The cursor " + path + " is that of another source: expected '" + expected
                    + "', found '" + found + "'; remove it to send everything, or name another file");
        }
    }

    private static Path parent(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("expected a file for the cursor, found " + absolute);
        }
        return parent;
    }

    /** Leaves the file to others. The lock file stays: removing it could take it from whoever has it by then. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
