package io.slipstream.schemas.image;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a file lies inside its set.
 *
 * @param parts the folders from the root of the set, and last the file name; at least one
 */
record EntryPath(List<String> parts) {

    /**
     * The path of an archive entry.
     *
     * @throws IOException if the name is absolute or leads out of the archive
     */
    static EntryPath ofEntry(String name) throws IOException {
        if (name.startsWith("/") || name.contains("\\") || name.indexOf('\0') >= 0 || name.matches("[A-Za-z]:.*")) {
            throw new IOException("expected a relative path with / in the archive, found '" + name + "'");
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw new IOException("expected a path inside the archive, found '" + name + "'");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw new IOException("expected a file name in the archive, found '" + name + "'");
        }
        return new EntryPath(parts);
    }

    boolean isHidden() {
        return parts.stream().anyMatch(part -> part.startsWith("."));
    }

    ImageFile file(long size, byte[] bytes, Optional<Instant> modified) {
        return new ImageFile(toString(), label(), size, bytes, modified, Optional.empty());
    }

    /** When an entry was last modified; writers of archives who do not want to say so write the epoch. */
    static Optional<Instant> modified(@Nullable FileTime time) {
        return Optional.ofNullable(time).map(FileTime::toInstant).filter(instant -> instant.isAfter(Instant.EPOCH));
    }

    ImageFile unreadable(long size, IOException problem) {
        return new ImageFile(toString(), label(), size, new byte[0], Optional.of(problem.toString()));
    }

    private Optional<String> label() {
        return parts.size() < 2 ? Optional.empty() : Optional.of(parts.get(parts.size() - 2));
    }

    @Override
    public String toString() {
        return String.join("/", parts);
    }
}
