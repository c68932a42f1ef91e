package io.slipstream.trainer.script;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A TorchScript archive: the {@code .pt} file that libtorch, PyTorch and DJL open.
 *
 * <p>A zip of {@code data.pkl} (the module tree), {@code data/N} (one raw little-endian float32 record per tensor),
 * {@code code/…} (the classes), {@code constants.pkl} (none) and {@code version}. The bytes depend on the module and its
 * state alone, so equal weights give an equal hash. Format: PyTorch, "TorchScript serialization",
 * {@code torch/csrc/jit/docs/serialization.md}.
 */
public final class ScriptArchive {

    /** Operator set version: the first one whose operators need no upgrading in libtorch 2.x. */
    private static final byte[] VERSION = "10\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] LITTLE_ENDIAN = "little".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NO_CONSTANTS = new Pickle().emptyTuple().stop();

    private ScriptArchive() {}

    /**
     * Writes a module with the given state.
     *
     * @param state a value for every tensor of the module; others are ignored
     * @throws IllegalArgumentException if a tensor is missing or has another number of elements than its shape
     */
    public static byte[] write(ScriptModule module, StateDict state) {
        ScriptClasses classes = new ScriptClasses(module, ScriptClasses.NAME, Map.of());
        ArchiveWriter archive = new ArchiveWriter()
                .entry("data.pkl", new ModulePickle(classes, "").of(module))
                .entry(classes.file(), classes.source().getBytes(StandardCharsets.UTF_8))
                .entry("constants.pkl", NO_CONSTANTS);
        ModulePickle.writeRecords(archive, "", module, state);
        return archive.entry("version", VERSION)
                .entry("byteorder", LITTLE_ENDIAN)
                .finish();
    }
}
