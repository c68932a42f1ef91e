package io.slipstream.trainer.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps by which files change: between any two of them a process may be killed, or a machine lose its power. */
class Disk {

    /** Creates a directory whose parent exists. */
    void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    /** Creates a file and opens it for writing. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Waits until the file's content is on stable storage. */
    void force(Path file, FileChannel channel) throws IOException {
        channel.force(true);
    }

    /** Renames a file within its directory. */
    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits until the names in a directory are on stable storage. */
    void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes a file, if it is there. */
    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
