package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.stream.Order;
import io.slipstream.trainer.stream.OrderCodec;
import io.slipstream.trainer.stream.StreamState;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads checkpoints, and only those that are exactly what was announced. Thread-safe. */
public final class CheckpointReader {

    private static final int BUFFER = 64 << 10;

    private final Path root;

    /**
     * A reader of a store and, beside it, of whatever an announcement points at.
     *
     * @param root the store's directory here; checkpoints found in it are read from it though they were announced from
     *     elsewhere, so that a store may be moved
     */
    public CheckpointReader(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Reads a checkpoint, verifying the hash of every file before anything of it is used.
     *
     * @param manifestUri where the manifest was when it was announced
     * @param sha256 the manifest's hash
     * @throws CorruptCheckpointException if a file is missing, altered or not understood; trying again does not help
     * @throws IOException if a file cannot be read at the moment, or nothing of the model is there
     */
    public Restored read(String manifestUri, String sha256) throws IOException, CorruptCheckpointException {
        ManifestPlace place = place(manifestUri, sha256);
        Manifest manifest = manifest(place);
        Manifest.Files files = manifest.files();
        ReplayReader.Read replay = ReplayReader.read(files, blob -> data(place, blob));
        TrainingState state = new TrainingState(
                manifest.progress(), learner(place, files), replay.state(), stream(place, manifest.position(), files));
        return new Restored(
                place,
                manifest,
                state,
                replay.saved(),
                order(place, files.order()),
                new String(bytes(place, files.config()), StandardCharsets.UTF_8));
    }

    /** Reads a manifest alone. */
    Manifest manifest(String uri, String sha256) throws IOException, CorruptCheckpointException {
        return manifest(place(uri, sha256));
    }

    private ManifestPlace place(String uri, String sha256) throws CorruptCheckpointException {
        ManifestPlace announced = ManifestPlace.of(uri, sha256);
        ManifestPlace here = announced.in(root);
        boolean moved = !Files.isDirectory(announced.modelDirectory());
        return moved || Files.isRegularFile(here.file()) ? here : announced;
    }

    private static Manifest manifest(ManifestPlace place) throws IOException, CorruptCheckpointException {
        Path file = place.store().open(place.model(), place.epoch(), place.sha256());
        return ManifestJson.read(file.toString(), Files.readAllBytes(file));
    }

    private static LearnerState learner(ManifestPlace place, Manifest.Files files)
            throws IOException, CorruptCheckpointException {
        Map<String, byte[]> programs = new TreeMap<>();
        for (Map.Entry<String, Blob> program : files.programs().entrySet()) {
            programs.put(program.getKey(), bytes(place, program.getValue()));
        }
        return LearnerFile.read(file(place, files.learner()), programs);
    }

    private static StreamState stream(ManifestPlace place, Manifest.Position position, Manifest.Files files)
            throws IOException, CorruptCheckpointException {
        try (DataInputStream recent = data(place, files.recent());
                DataInputStream pending = data(place, files.pending())) {
            return new StreamState(
                    position.ledger(),
                    position.topicIds(),
                    position.last(),
                    StreamFiles.readRecent(recent),
                    StreamFiles.readPending(pending));
        }
    }

    private static Order order(ManifestPlace place, Blob blob) throws IOException, CorruptCheckpointException {
        byte[] bytes = bytes(place, blob);
        try {
            return OrderCodec.decode(bytes);
        } catch (IOException e) {
            throw new CorruptCheckpointException(blob.name() + ": expected an order, found " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(ManifestPlace place, Blob blob) throws IOException, CorruptCheckpointException {
        return Files.readAllBytes(file(place, blob));
    }

    private static DataInputStream data(ManifestPlace place, Blob blob) throws IOException, CorruptCheckpointException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file(place, blob)), BUFFER));
    }

    private static Path file(ManifestPlace place, Blob blob) throws IOException, CorruptCheckpointException {
        return place.store().open(place.model(), blob.epoch(), blob.sha256());
    }
}
