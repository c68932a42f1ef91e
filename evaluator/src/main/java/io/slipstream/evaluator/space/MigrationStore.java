package io.slipstream.evaluator.space;

import io.slipstream.evaluator.shift.LinearMap;
import io.slipstream.evaluator.shift.SpaceChange;
import io.slipstream.evaluator.space.TensorFile.Content;
import io.slipstream.evaluator.space.TensorFile.Tensor;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Maps between embedding spaces, published beside the snapshots: {@code migrations/TO/FROM.SUITE.safetensors} in the store
 * of the snapshot whose space they lead to.
 *
 * <p>A file holds {@code weight} [from, to] and {@code bias} [to], float32; {@code vector @ weight + bias} carries a vector.
 * Its metadata name both snapshots, the suite, the coefficient of determination and the images. Equal maps give equal
 * files; a file is written whole or not at all.
 */
public final class MigrationStore {

    private static final String FORMAT = "slipstream-migration-1";
    private static final int SUITE_DIGITS = 12;

    /**
     * A published map.
     *
     * @param uri location of the file
     * @param sha256 of the file
     */
    public record Migration(String uri, String sha256) {}

    /**
     * Publishes the map of a change.
     *
     * @param from the snapshot whose vectors the map takes
     * @param to the snapshot whose space it leads to; its artifact is at a {@code file:} URI
     * @param suite what the change was measured with
     * @throws IOException if the store cannot be written
     */
    public Migration publish(ModelSnapshot from, ModelSnapshot to, String suite, SpaceChange change)
            throws IOException {
        Path artifact = artifact(to);
        Path file = artifact.resolveSibling("migrations")
                .resolve(artifact.getFileName())
                .resolve(artifact(from).getFileName() + "." + suite.substring(0, SUITE_DIGITS) + ".safetensors");
        SortedMap<String, String> metadata = new TreeMap<>(Map.of(
                "format", FORMAT,
                "from", from.getSnapshotId(),
                "to", to.getSnapshotId(),
                "suite", suite,
                "r2", Double.toString(change.mapR2())));
        byte[] bytes = TensorFile.bytes(new Content(tensors(change.map()), metadata));
        TensorFile.write(file, bytes);
        return new Migration(file.toUri().toString(), Sha256.of(bytes));
    }

    /** Directory names, unlike ids, cannot lead out of the store. */
    private static Path artifact(ModelSnapshot snapshot) {
        return Path.of(URI.create(snapshot.getArtifactUri())).toAbsolutePath().normalize();
    }

    private static SortedMap<String, Tensor> tensors(LinearMap map) {
        int from = map.weights().length;
        int to = map.offset().length;
        float[] weight = new float[Math.multiplyExact(from, to)];
        float[] bias = new float[to];
        for (int j = 0; j < to; j++) {
            bias[j] = (float) map.offset()[j];
            for (int i = 0; i < from; i++) {
                weight[i * to + j] = (float) map.weights()[i][j];
            }
        }
        return new TreeMap<>(
                Map.of("weight", new Tensor(new int[] {from, to}, weight), "bias", new Tensor(new int[] {to}, bias)));
    }
}
