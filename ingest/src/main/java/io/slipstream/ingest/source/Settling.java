package io.slipstream.ingest.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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

    /** What tells one version of a file from another. */
    private record Version(long size, Instant modified) {}

    private record Sighting(Version version, Instant since) {}

    private final Duration settle;
    private final Map<Path, Sighting> waiting = new LinkedHashMap<>();
    private final Map<Path, Version> done = new HashMap<>();

    Settling(Duration settle) {
        this.settle = settle;
    }

    /** Notes that a file has appeared or changed. */
    void seen(Path file, Instant now) {
        Optional<Version> version = version(file);
        if (version.isPresent() && !version.get().equals(done.get(file))) {
            Instant modified = version.get().modified();
            waiting.putIfAbsent(file, new Sighting(version.get(), modified.isBefore(now) ? modified : now));
        }
    }

    /** Forgets a file that is gone. */
    void gone(Path file) {
        waiting.remove(file);
        done.remove(file);
    }

    /** The files that are whole at {@code now}, in the order they were seen; each is returned once per version. */
    List<Path> whole(Instant now) {
        List<Path> whole = new ArrayList<>();
        for (Path file : List.copyOf(waiting.keySet())) {
            Optional<Version> version = version(file);
            if (version.isEmpty()) {
                gone(file);
            } else if (isWhole(file, version.get(), now)) {
                waiting.remove(file);
                done.put(file, version.get());
                whole.add(file);
            }
        }
        return whole;
    }

    private boolean isWhole(Path file, Version version, Instant now) {
        Sighting last = waiting.get(file);
        if (last == null || !last.version().equals(version)) {
            waiting.put(file, new Sighting(version, now));
            return false;
        }
        return Duration.between(last.since(), now).compareTo(settle) >= 0;
    }

    private static Optional<Version> version(Path file) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    ? Optional.of(
                            new Version(found.size(), found.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
