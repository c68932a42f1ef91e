package io.slipstream.schemas.image;

import java.time.Instant;
import java.util.Optional;

/**
 * One file of an {@link ImageSet}, image or not.
 *
 * @param path    path inside the set, with {@code /} between its parts
 * @param label   name of the folder the file lies in; empty for a file at the root of the set
 * @param size    true size of the file in bytes; -1 if it could not be found out
 * @param bytes   the file's bytes, at most as many as the set was opened for; empty if the file could not be read
 * @param modified when an entry of an archive was last modified, if the archive says so
 * @param problem why the file could not be read, in words
 */
@SuppressWarnings("ArrayRecordComponent")
public record ImageFile(
        String path,
        Optional<String> label,
        long size,
        byte[] bytes,
        Optional<Instant> modified,
        Optional<String> problem) {

    /** A file of a set that does not say when its files were modified. */
    public ImageFile(String path, Optional<String> label, long size, byte[] bytes, Optional<String> problem) {
        this(path, label, size, bytes, Optional.empty(), problem);
    }

    /** Whether {@link #bytes} is the whole file. */
    public boolean isComplete() {
        return problem.isEmpty() && bytes.length == size;
    }
}
