package io.slipstream.ingest.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that were seen to appear or change, until they are whole: size and time of change have stayed the same for the
 * settling time. A file that was moved in, and so was last changed long ago, is whole at once.
 *
 * <p>Remembers what it has let through, so that one version of a file is let through once.
 */
final class Settling {

    private record Sighting(FileVersion version, Instant since) {}

    private final Duration settle;
    private final Map<Path, Sighting> waiting = new LinkedHashMap<>();
    private final Map<Path, FileVersion> done = new HashMap<>();

    Settling(Duration settle) {
        this.settle = settle;
    }

    /** Notes that a file has appeared or changed. */
    void seen(FileVersion version, Instant now) {
        if (!version.equals(done.get(version.file()))) {
            Instant modified = version.modified();
            waiting.putIfAbsent(version.file(), new Sighting(version, modified.isBefore(now) ? modified : now));
        }
    }

    /** Notes that a version need not be let through. */
    void skip(FileVersion version) {
        done.put(version.file(), version);
    }

    /** Forgets a file that is gone; the version that was let through, if one was. */
    Optional<FileVersion> gone(Path file) {
        waiting.remove(file);
        return Optional.ofNullable(done.remove(file));
    }

    /** The files that are whole at {@code now}, in the order they were seen; each is returned once per version. */
    List<FileVersion> whole(Instant now) {
        List<FileVersion> whole = new ArrayList<>();
        for (Path file : List.copyOf(waiting.keySet())) {
            Optional<FileVersion> version = FileVersion.of(file);
            if (version.isEmpty()) {
                waiting.remove(file);
            } else if (isWhole(version.get(), now)) {
                waiting.remove(file);
                done.put(file, version.get());
                whole.add(version.get());
            }
        }
        return whole;
    }

    private boolean isWhole(FileVersion version, Instant now) {
        Sighting last = waiting.get(version.file());
        if (last == null || !last.version().equals(version)) {
            waiting.put(version.file(), new Sighting(version, now));
            return false;
        }
        return Duration.between(last.since(), now).compareTo(settle) >= 0;
    }
}
