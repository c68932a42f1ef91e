package io.slipstream.deploy.chaos.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The resident memory of a process as time goes by, where the system says it in {@code /proc}. Not thread-safe. */
final class ResidentMemory {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final long KILOBYTES = 1024;

    private final Path status;
    private final List<Long> megabytes = new ArrayList<>();

    ResidentMemory(long pid) {
        this.status = Path.of("/proc", Long.toString(pid), "status");
    }

    /** Looks; a process that is gone, or a system without {@code /proc}, gives nothing. */
    void look() {
        try {
            Matcher resident = RESIDENT.matcher(Files.readString(status));
            if (resident.find()) {
                megabytes.add(Long.parseLong(resident.group(1)) / KILOBYTES);
            }
        } catch (IOException gone) {
            // Whether the process lives is checked where it matters.
        }
    }

    /** The most in the first third of the looks, in the second and in the last; zeros if there were none. */
    List<Long> thirds() {
        int third = megabytes.size() / 3;
        return List.of(
                most(megabytes.subList(0, third)),
                most(megabytes.subList(third, 2 * third)),
                most(megabytes.subList(2 * third, megabytes.size())));
    }

    private static long most(List<Long> looks) {
        return looks.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
