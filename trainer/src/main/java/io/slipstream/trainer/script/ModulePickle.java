package io.slipstream.trainer.script;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Pickles a module tree and names the archive's records of its tensors.
 *
 * <p>Records are numbered in the order of {@link ScriptModule#allTensors()}, behind a prefix.
 */
final class ModulePickle {

    private final Pickle pickle = new Pickle();
    private final ScriptClasses classes;
    private final String recordPrefix;
    private int records;

    ModulePickle(ScriptClasses classes, String recordPrefix) {
        this.classes = classes;
        this.recordPrefix = recordPrefix;
    }

    /** The pickle of a module without foreign children. */
    byte[] of(ScriptModule module) {
        object(module);
        return pickle.stop();
    }

    /** The pickle of a module with one more child, which is pickled already. */
    byte[] of(ScriptModule module, String foreignChild, byte[] foreignObject) {
        begin(module);
        pickle.text(foreignChild).object(foreignObject);
        end();
        return pickle.stop();
    }

    private void object(ScriptModule module) {
        begin(module);
        end();
    }

    private void begin(ScriptModule module) {
        pickle.global(classes.packageName(), classes.nameOf(module))
                .emptyTuple()
                .newObject();
        pickle.emptyDict().mark();
        pickle.text("training").bool(false);
        module.tensors().forEach((name, spec) -> pickle.text(name)
                .tensor(recordPrefix + records++, spec.shape(), spec.trainable()));
        module.children().forEach((name, child) -> {
            pickle.text(name);
            object(child);
        });
    }

    private void end() {
        pickle.setItems().build();
    }

    /** Adds the records of a module's tensors to an archive. */
    static void writeRecords(ArchiveWriter archive, String prefix, ScriptModule module, StateDict state) {
        int record = 0;
        for (Map.Entry<String, TensorSpec> tensor : module.allTensors().entrySet()) {
            archive.entry("data/" + prefix + record++, elements(tensor.getKey(), tensor.getValue(), state));
        }
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
}
