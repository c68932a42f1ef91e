package io.slipstream.evaluator.watch.encode;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Turns images into embeddings by published encoders. Implementations are thread-safe. */
public interface Embedder {

    /**
     * The embeddings of images, in order.
     *
     * @param images each uint8 [3, inputSize, inputSize] of the snapshot, RGB planes; at least one
     * @throws UnusableSnapshotException if the snapshot will never embed anything
     * @throws IOException if its artifact cannot be read at the moment
     */
    Embeddings embed(ModelSnapshot snapshot, List<byte[]> images) throws IOException, UnusableSnapshotException;

    /** Ids of the snapshots that were found unusable. */
    Set<String> unusable();
}
