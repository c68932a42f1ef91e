package io.slipstream.trainer.backbone;

import ai.djl.ndarray.NDManager;
import io.slipstream.schemas.snapshot.SnapshotStore;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.weights.ImportedEncoder;
import java.util.Map;

/** A network of somebody else's making, which starts with the weights it came with. */
final class ImportedBackbone implements Backbone {

    private final ImportedEncoder encoder;
    private final Map<String, byte[]> programs;

    ImportedBackbone(ImportedEncoder encoder) {
        this(encoder, Map.of());
    }

    private ImportedBackbone(ImportedEncoder encoder, Map<String, byte[]> programs) {
        this.encoder = encoder;
        this.programs = programs;
    }

    @Override
    public Backbone resumed(Map<String, byte[]> resumed) {
        return new ImportedBackbone(encoder, Map.copyOf(resumed));
    }

    @Override
    public String name() {
        return encoder.name();
    }

    @Override
    public int dim() {
        return encoder.dim();
    }

    @Override
    public int imageSize() {
        return encoder.imageSize();
    }

    /** The module computes as it was written; heads in float32 go with any. */
    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public Program student(NDManager manager) {
        return Program.load(programs.getOrDefault(STUDENT, encoder.archive()), manager);
    }

    @Override
    public Program teacher(NDManager manager) {
        return Program.load(programs.getOrDefault(TEACHER, encoder.archive()), manager);
    }

    /** The program alone: a foreign network has names of its own, and no use for a file in timm's. */
    @Override
    public Map<String, byte[]> snapshot(Program trained) {
        return Map.of(SnapshotStore.ENCODER, ImportedEncoder.snapshotArchive(trained));
    }
}
