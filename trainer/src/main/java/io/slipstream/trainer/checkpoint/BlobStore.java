package io.slipstream.trainer.checkpoint;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A place for the files of checkpoints, each named by its content below the model and the lineage epoch that wrote it.
 *
 * <p>Epochs keep a trainer that has been replaced, and does not know it, away from what its successor writes. One writer
 * per model and epoch, any number of readers; implementations are thread-safe.
 */
public interface BlobStore {

    /** What a blob will hold, given piece by piece. */
    @FunctionalInterface
    interface Content {

        /** Writes all of it. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /**
     * A blob, and whether it is new.
     *
     * @param blob its name
     * @param isNew false if the epoch held the same content already
     */
    record Put(Blob blob, boolean isNew) {}

    /**
     * Stores a blob. It becomes visible whole or not at all, and is on stable storage when this returns.
     *
     * @throws IOException if the store cannot be written; no blob becomes visible then
     */
    Put put(String model, long epoch, Content content) throws IOException;

    /**
     * A local file that holds a blob, after its hash has been checked.
     *
     * @throws CorruptCheckpointException if it is missing or altered
     * @throws IOException if it cannot be read at the moment, or nothing of the model is there: a store that is not mounted
     */
    Path open(String model, long epoch, String sha256) throws IOException, CorruptCheckpointException;

    /** Where a blob is, for others; it need not exist. */
    String uri(String model, Blob blob);

    /** All blobs of a model up to and including an epoch; of what else lies there nothing is said. */
    List<Blob> list(String model, long lastEpoch) throws IOException;

    /** Deletes a blob, if it is there. */
    void delete(String model, Blob blob) throws IOException;

    /** Deletes what killed writers of these epochs left behind half written; none of them may be writing. */
    void removeLeftovers(String model, long lastEpoch) throws IOException;
}
