package io.slipstream.ingest.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * One version of a file: another size or time of change makes another version.
 *
 * @param file where it is
 * @param size number of bytes
 * @param modified when it was last changed
 */
record FileVersion(Path file, long size, Instant modified) {

    static FileVersion of(Path file, BasicFileAttributes attributes) {
        return new FileVersion(
                file, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    /** The version there is now; absent if there is no regular file. */
    static Optional<FileVersion> of(Path file) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile() ? Optional.of(of(file, found)) : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** What a cursor remembers of it. */
    String position(Path root) {
        return size + " " + modified + " " + root.relativize(file);
    }
}
