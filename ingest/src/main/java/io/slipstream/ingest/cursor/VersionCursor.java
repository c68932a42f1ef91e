package io.slipstream.ingest.cursor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The cursor of a source that changes while it is read, as a directory does: which versions of its files have passed.
 *
 * <p>The file starts with a line that names the source; every further line is the fingerprint of one version. Lines are
 * appended, and the file is written anew when most of them are of files that are gone. A version takes 33 bytes on disk
 * and about 80 in memory.
 */
public final class VersionCursor implements Cursor {

    /** Lines of forgotten versions that are left in the file, beyond as many as there are others. */
    private static final int SPARE_LINES = 10_000;

    private final CursorFile file;
    private final VersionLog log;
    private final Set<Fingerprint> versions;
    private final ConcurrentLinkedQueue<String> fresh = new ConcurrentLinkedQueue<>();

    private VersionCursor(CursorFile file, VersionLog log, Set<Fingerprint> versions) {
        this.file = file;
        this.log = log;
        this.versions = versions;
    }

    /**
     * Opens a cursor; one that does not exist yet contains nothing.
     *
     * @param source what tells the source from others, one line
     * @throws IOException if the file is that of another source or no cursor, or another process has it
     */
    public static VersionCursor open(Path path, String source) throws IOException {
        CursorFile file = CursorFile.take(path);
        try {
            Set<Fingerprint> versions = new HashSet<>();
            return new VersionCursor(file, VersionLog.open(file, source, versions), versions);
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
    }

    @Override
    public Optional<String> last() {
        return Optional.empty();
    }

    @Override
    public boolean contains(String position) {
        return versions.contains(Fingerprint.of(position));
    }

    @Override
    public void forget(String position) {
        versions.remove(Fingerprint.of(position));
    }

    @Override
    public void retain(Collection<String> positions) {
        if (positions.isEmpty()) {
            return; // An empty directory may be one that is not mounted.
        }
        Set<Fingerprint> retained = new HashSet<>();
        positions.forEach(position -> retained.add(Fingerprint.of(position)));
        versions.retainAll(retained);
    }

    @Override
    public long count() {
        return versions.size();
    }

    @Override
    public void passed(String position) {
        fresh.add(position);
    }

    @Override
    public void save() throws IOException {
        List<Fingerprint> added = new ArrayList<>();
        for (String position = fresh.poll(); position != null; position = fresh.poll()) {
            Fingerprint fingerprint = Fingerprint.of(position);
            if (versions.add(fingerprint)) {
                added.add(fingerprint);
            }
        }
        if (!added.isEmpty()) {
            log.append(added);
        }
        if (log.lines() > 2L * versions.size() + SPARE_LINES) {
            log.rewrite(versions);
        }
    }

    @Override
    public void close() throws IOException {
        try (file;
                log) {
            save();
        }
    }
}
