package io.slipstream.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that this process holds, native memory with it. */
public final class ResidentMemory {

    private static final int PAGE = 4096;

    private ResidentMemory() {}

    /** Bytes after the garbage of the heap is collected. */
    public static long bytes() throws IOException {
        System.gc();
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * PAGE;
    }
}
