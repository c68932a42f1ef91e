package io.slipstream.trainer.bench;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One line of CSV per step: what was measured, its number, its time, the process' memory, the arrays it holds. */
final class StepTrace implements AutoCloseable {

    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;

    private final @Nullable Writer out;
    private final NDManager manager;

    /**
     * A trace into a file, or one that writes nothing.
     *
     * @param manager owner of the arrays that are counted
     */
    StepTrace(Optional<Path> file, NDManager manager) throws IOException {
        this.manager = manager;
        out = file.isPresent() ? Files.newBufferedWriter(file.get()) : null;
        if (out != null) {
            out.write("measured,step,milliseconds,resident-mb,native-arrays\n");
        }
    }

    void step(String measured, long step, double millis) throws IOException {
        if (out != null) {
            out.write(String.format(
                    Locale.ROOT, "%s,%d,%.3f,%.1f,%d%n", measured, step, millis, residentMegabytes(), arrays()));
        }
    }

    /** Arrays of the manager and of the one above it, which owns what is made without a scope. */
    private int arrays() {
        return manager.getManagedArrays().size()
                + manager.getParentManager().getManagedArrays().size();
    }

    /** Memory of this process that is in use, heap and native together; not a number where Linux does not tell it. */
    private static double residentMegabytes() throws IOException {
        if (!Files.isReadable(MEMORY)) {
            return Double.NaN;
        }
        String[] pages = Files.readString(MEMORY).split(" ", -1);
        return Long.parseLong(pages[1]) * PAGE / 1e6;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
