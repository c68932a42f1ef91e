package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.encoder.EncoderShape;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.CorruptSnapshotException;
import io.slipstream.schemas.snapshot.SnapshotReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The encoders of announced snapshots: verified first, then loaded.
 *
 * <p>The artifact's hashes are verified before PyTorch sees the file, since a TorchScript program is code.
 */
public final class VerifiedEncoders {

    private final EncoderRuntime runtime;

    /** @param runtime what loads them; closed by the caller, after all its encoders */
    public VerifiedEncoders(EncoderRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * The encoder of the snapshot, to be closed by the caller.
     *
     * @throws RefusedSnapshotException if the artifact is altered, not in its store, or no encoder
     * @throws IOException if the store cannot be read at the moment
     */
    public Encoder load(ModelSnapshot snapshot) throws RefusedSnapshotException, IOException {
        try {
            EncoderShape shape = new EncoderShape(snapshot.getInputSize(), snapshot.getEmbeddingDim());
            requireStore(snapshot.getArtifactUri());
            Path program = SnapshotReader.verify(snapshot);
            return runtime.load(program, shape);
        } catch (CorruptSnapshotException corrupt) {
            throw new RefusedSnapshotException("CORRUPT", corrupt);
        } catch (EncoderException unusable) {
            throw refused(unusable);
        } catch (IllegalArgumentException malformed) {
            throw new RefusedSnapshotException("MALFORMED", malformed);
        }
    }

    /** An encoder's failure as the reason to refuse its snapshot. */
    static RefusedSnapshotException refused(EncoderException unusable) {
        return new RefusedSnapshotException(unusable.reason().name(), unusable);
    }

    /**
     * Tells a store that is not there at the moment, for instance not mounted, from an artifact that is not in it.
     *
     * @throws IllegalArgumentException if the location is no file: URI of a directory in a store
     */
    private static void requireStore(String artifactUri) throws IOException {
        URI uri = URI.create(artifactUri);
        Path store = "file".equals(uri.getScheme()) ? Path.of(uri).getParent() : null;
        if (store == null) {
            throw new IllegalArgumentException("expected an artifact at a file: URI, found " + artifactUri);
        }
        if (!Files.isDirectory(store)) {
            throw new NoSuchFileException(store.toString(), null, "expected a snapshot store, found no directory");
        }
    }
}
