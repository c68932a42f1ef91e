package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.replay.ReplayColumns;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.stream.Order;
import io.slipstream.trainer.stream.OrderCodec;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes checkpoints: files named by their content, and last the manifest that names them.
 *
 * <p>A checkpoint shares the images of its replay buffer with the one before it, as long as it is written by the same
 * writer or by one that began with what was restored. A write that fails changes nothing: the next one may follow. Not
 * thread-safe: it belongs to the thread that writes in the background.
 */
public final class CheckpointWriter {

    private final BlobStore store;
    private SavedReplay replay = SavedReplay.none();
    private Set<Blob> current = Set.of();
    private long number;
    private long cleanedEpoch;

    /** A writer of a lineage that begins. */
    public CheckpointWriter(BlobStore store) {
        this.store = store;
    }

    /** A writer that goes on after a checkpoint; where the store is not the one it came from, it begins with a full copy. */
    public CheckpointWriter(BlobStore store, Restored restored) {
        this.store = store;
        this.number = restored.manifest().number();
        if (restored.isIn(store)) {
            this.replay = restored.replay();
            this.current = restored.manifest().files().all();
        }
    }

    /**
     * Writes a checkpoint. It is on stable storage when this returns, and part of the lineage once it is announced.
     *
     * <p>The first one of an epoch removes what killed writers of this epoch and lower ones left behind half written.
     *
     * @param state everything training is; must not change meanwhile
     * @param sinceSnapshot what was done with the stream since the last snapshot
     * @param configYaml the effective configuration
     * @throws IOException if the store cannot be written
     * @throws IllegalArgumentException if an image's id is not a SHA-256, or a tensor belongs to no part of a learner
     */
    public Written write(CheckpointHeader header, TrainingState state, Order sinceSnapshot, String configYaml)
            throws IOException {
        if (header.epoch() != cleanedEpoch) {
            store.removeLeftovers(header.model(), header.epoch());
            cleanedEpoch = header.epoch();
        }
        BlobWriter blobs = new BlobWriter(store, header.model(), header.epoch());
        SavedReplay saved = replay.write(state.replay(), blobs);
        Manifest.Files files = new Manifest.Files(
                blobs.put(channel -> LearnerFile.write(state.learner(), channel)),
                programs(state.learner(), blobs),
                blobs.putData(out -> saved.writeIndex(state.replay().offered(), out)),
                saved.segments(),
                columns(state.replay(), blobs),
                blobs.putData(out -> StreamFiles.writeRecent(state.stream().recent(), out)),
                blobs.putData(out -> StreamFiles.writePending(state.stream().pending(), out)),
                blobs.putBytes(OrderCodec.encode(sinceSnapshot)),
                blobs.putBytes(configYaml.getBytes(StandardCharsets.UTF_8)));
        Manifest manifest = new Manifest(
                number + 1,
                header,
                StateHashes.of(state, saved),
                state.progress(),
                Manifest.Position.of(state.stream()),
                files);
        Blob written = blobs.putBytes(ManifestJson.write(manifest));
        remember(manifest, written, saved);
        return new Written(
                store.uri(header.model(), written), written.sha256(), blobs.bytesWritten(), manifest.stateHashes());
    }

    private static Optional<Blob> columns(ReplayState<TrainingImage> replay, BlobWriter blobs) throws IOException {
        if (replay.columns().isEmpty()) {
            return Optional.empty();
        }
        ReplayColumns columns = replay.columns().get();
        return Optional.of(blobs.putData(out -> ReplayColumnsFile.write(columns, out)));
    }

    private static Map<String, Blob> programs(LearnerState learner, BlobWriter blobs) throws IOException {
        Map<String, Blob> programs = new TreeMap<>();
        for (Map.Entry<String, byte[]> program : learner.programs().entrySet()) {
            programs.put(program.getKey(), blobs.putBytes(program.getValue()));
        }
        return programs;
    }

    private void remember(Manifest manifest, Blob written, SavedReplay saved) {
        number = manifest.number();
        replay = saved;
        current = new HashSet<>(manifest.files().all());
        current.add(written);
    }

    /** Files of the last checkpoint written, or of the one restored: the next one may refer to them. */
    Set<Blob> current() {
        return Set.copyOf(current);
    }
}
