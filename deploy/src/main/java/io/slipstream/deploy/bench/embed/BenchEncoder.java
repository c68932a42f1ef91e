package io.slipstream.deploy.bench.embed;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.encoder.EncoderShape;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.snapshot.SnapshotStore;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.engine.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoder as the evaluator runs it: that of a snapshot, or the default network with random weights, as it is published
 * before the first step. Used by the thread that made it.
 */
public final class BenchEncoder implements AutoCloseable {

    private final EncoderRuntime runtime;
    private final Encoder encoder;
    private final String name;

    private BenchEncoder(EncoderRuntime runtime, Encoder encoder, String name) {
        this.runtime = runtime;
        this.encoder = encoder;
        this.name = name;
    }

    /**
     * The encoder of a snapshot, or an untrained one.
     *
     * @param snapshot directory with {@code encoder.pt} and {@code snapshot.json}; null for the default network
     * @param seed of an untrained encoder's weights
     * @param threads that libtorch may use
     * @throws IOException if the snapshot cannot be read, or is none
     */
    public static BenchEncoder open(@Nullable Path snapshot, long seed, int threads) throws IOException {
        return snapshot == null ? untrained(seed, threads) : ofSnapshot(snapshot, threads);
    }

    private static BenchEncoder ofSnapshot(Path snapshot, int threads) throws IOException {
        JsonNode description = new ObjectMapper()
                .readTree(snapshot.resolve(SnapshotStore.DESCRIPTION).toFile());
        EncoderShape shape = new EncoderShape(
                description.path("inputSize").asInt(),
                description.path("embeddingDim").asInt());
        String name = description.path("network").asText() + " of snapshot "
                + description.path("snapshotId").asText() + ", step "
                + description.path("step").asLong();
        return load(snapshot.resolve(SnapshotStore.ENCODER), shape, name, threads);
    }

    private static BenchEncoder untrained(long seed, int threads) throws IOException {
        Path file = Files.createTempFile("slipstream-bench-", ".pt");
        try (NDManager manager = Torch.start(threads)) {
            TrainerConfig config = ConfigLoader.parse("model: bench", "bench.yaml", TrainerConfig.class, Map.of());
            Backbone backbone = config.pretrained().backbone(config.network(), seed, manager);
            Program program = backbone.student(manager);
            Files.write(file, backbone.snapshot(program).get(SnapshotStore.ENCODER));
            EncoderShape shape = new EncoderShape(backbone.imageSize(), backbone.dim());
            return load(file, shape, backbone.name() + ", untrained, seed " + seed, threads);
        } catch (ConfigException | io.slipstream.trainer.weights.EncoderException impossible) {
            throw new IllegalStateException("the default network", impossible);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static BenchEncoder load(Path program, EncoderShape shape, String name, int threads) throws IOException {
        EncoderRuntime runtime = EncoderRuntime.start(threads);
        try {
            return new BenchEncoder(runtime, runtime.load(program, shape), name);
        } catch (EncoderException e) {
            runtime.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Which encoder, in words. */
    public String name() {
        return name;
    }

    /** What goes in and what comes out. */
    public EncoderShape shape() {
        return encoder.shape();
    }

    /** The evaluator's own encoder. */
    public Encoder encoder() {
        return encoder;
    }

    /**
     * The embeddings of a batch.
     *
     * @param images each uint8 [3, inputSize, inputSize], RGB planes; at least one
     * @throws IOException if the program fails on them
     */
    public float[] embed(List<byte[]> images) throws IOException {
        try {
            return encoder.embed(images.toArray(new byte[0][]));
        } catch (EncoderException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        encoder.close();
        runtime.close();
    }
}
