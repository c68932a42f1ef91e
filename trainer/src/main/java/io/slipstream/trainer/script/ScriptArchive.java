package io.slipstream.trainer.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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
    private static final String VERSION = "10\n";

    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ScriptArchive() {}

    /**
     * Writes a module with the given state.
     *
     * @param state a value for every tensor of the module; others are ignored
     * @throws IllegalArgumentException if a tensor is missing or has another number of elements than its shape
     */
    public static byte[] write(ScriptModule module, StateDict state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            ScriptClasses classes = new ScriptClasses(module);
            Pickle pickle = new Pickle();
            object(pickle, classes, module, new int[] {0});
            entry(zip, "data.pkl", pickle.stop());
            entry(zip, "code/" + ScriptClasses.FILE, classes.source().getBytes(StandardCharsets.UTF_8));
            entry(zip, "constants.pkl", new Pickle().emptyTuple().stop());
            int record = 0;
            for (Map.Entry<String, TensorSpec> tensor : module.allTensors().entrySet()) {
                entry(zip, "data/" + record++, elements(tensor.getKey(), tensor.getValue(), state));
            }
            entry(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
            entry(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array in memory refused a write", e);
        }
        return bytes.toByteArray();
    }

    /** Pickles one module object; records are numbered in the order of {@link ScriptModule#allTensors()}. */
    private static void object(Pickle pickle, ScriptClasses classes, ScriptModule module, int[] record) {
        pickle.global(ScriptClasses.PACKAGE, classes.nameOf(module))
                .emptyTuple()
                .newObject();
        pickle.emptyDict().mark();
        pickle.text("training").bool(false);
        module.tensors().forEach((name, spec) -> pickle.text(name).tensor(record[0]++, spec.shape(), spec.trainable()));
        module.children().forEach((name, child) -> {
            pickle.text(name);
            object(pickle, classes, child, record);
        });
        pickle.setItems().build();
    }

    private static byte[] elements(String name, TensorSpec spec, StateDict state) {
        float[] values = state.values().get(name);
        if (values == null) {
            throw new IllegalArgumentException("expected " + spec.shape().size() + " elements for tensor '" + name
                    + "' of shape " + spec.shape() + ", found none");
        }
        if (values.length != spec.shape().size()) {
            throw new IllegalArgumentException("expected " + spec.shape().size() + " elements for tensor '" + name
                    + "' of shape " + spec.shape() + ", found " + values.length);
        }
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("slipstream/" + name);
        entry.setTimeLocal(FIXED_TIME);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
