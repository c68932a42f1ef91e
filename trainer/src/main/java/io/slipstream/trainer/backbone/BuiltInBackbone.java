package io.slipstream.trainer.backbone;

import ai.djl.ndarray.NDManager;
import io.slipstream.schemas.snapshot.SnapshotStore;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.network.Encoder;
import io.slipstream.trainer.network.NetworkConfig;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.weights.EncoderWeights;
import java.util.Map;

/** A network written by Java, with random or given first weights. */
final class BuiltInBackbone implements Backbone {

    private final Encoder student;
    private final Encoder teacher;
    private final Encoder snapshot;
    private final Precision precision;
    private final StateDict start;

    private BuiltInBackbone(NetworkConfig network, StateDict start) {
        student = network.student();
        teacher = network.teacher();
        snapshot = network.snapshot();
        precision = network.precision();
        this.start = start;
    }

    /** The network with weights drawn from the seed. */
    static BuiltInBackbone random(NetworkConfig network, long seed) {
        // Every tensor draws from a stream named after it; the prefix keeps backbone and heads apart.
        ScriptModule named = ScriptModule.named("Student")
                .child("backbone", network.snapshot().module())
                .build();
        return new BuiltInBackbone(network, StateDict.initial(named, seed).below("backbone."));
    }

    /** The network with the given weights, one value for every tensor of its module. */
    static BuiltInBackbone of(NetworkConfig network, StateDict start) {
        return new BuiltInBackbone(network, start);
    }

    @Override
    public String name() {
        return snapshot.name();
    }

    @Override
    public int dim() {
        return snapshot.dim();
    }

    @Override
    public int imageSize() {
        return snapshot.imageSize();
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Program student(NDManager manager) {
        return Program.load(student.module(), start, manager);
    }

    @Override
    public Program teacher(NDManager manager) {
        return Program.load(teacher.module(), start, manager);
    }

    @Override
    public Map<String, byte[]> snapshot(Program trained) {
        StateDict weights = trained.state();
        return Map.of(
                SnapshotStore.ENCODER,
                SnapshotProgram.archive(snapshot, weights),
                SnapshotStore.WEIGHTS,
                EncoderWeights.write(snapshot.module(), weights, Map.of("network", name())));
    }
}
