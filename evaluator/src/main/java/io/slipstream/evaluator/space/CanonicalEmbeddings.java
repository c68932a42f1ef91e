package io.slipstream.evaluator.space;

import io.slipstream.evaluator.canonical.CanonicalImages;
import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.follow.RefusedSnapshotException;
import io.slipstream.evaluator.follow.VerifiedEncoders;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The embeddings of the canonical images by any snapshot: kept on disk, made again from the artifact where they are not.
 *
 * <p>Row i belongs to canonical image i for every snapshot. Not thread-safe.
 */
public final class CanonicalEmbeddings {

    private final CanonicalImages images;
    private final int batchSize;
    private final String suite;
    private final VerifiedEncoders encoders;
    private final EmbeddingCache cache;

    /**
     * Nothing embedded yet.
     *
     * @param batchSize images that go through an encoder at once
     * @param suite identity of what is measured and how; embeddings are kept by it
     * @param directory of what is kept, used by this process alone
     * @param maxBytes size of the directory at most
     */
    public CanonicalEmbeddings(
            CanonicalImages images,
            int batchSize,
            String suite,
            VerifiedEncoders encoders,
            Path directory,
            long maxBytes,
            Clock clock) {
        this.images = images;
        this.batchSize = batchSize;
        this.suite = suite;
        this.encoders = encoders;
        this.cache = new EmbeddingCache(directory, maxBytes, clock);
    }

    /**
     * By a snapshot whose encoder is at hand.
     *
     * @throws EncoderException if the encoder fails
     */
    public Embeddings by(ModelSnapshot snapshot, Encoder encoder) throws EncoderException {
        Optional<Embeddings> kept = cache.get(snapshot, suite);
        if (kept.isPresent()) {
            return kept.get();
        }
        Embeddings made = encoder.embedAll(images.size(), batchSize, images::pixels);
        cache.put(snapshot, suite, made);
        return made;
    }

    /**
     * By another snapshot.
     *
     * @throws GoneException if they are not kept, and cannot be made since its artifact is gone, altered or unusable
     * @throws IOException if the artifact cannot be read at the moment
     */
    public Embeddings by(ModelSnapshot snapshot) throws GoneException, IOException {
        Optional<Embeddings> kept = cache.get(snapshot, suite);
        if (kept.isPresent()) {
            return kept.get();
        }
        try (Encoder encoder = encoders.load(snapshot)) {
            return by(snapshot, encoder);
        } catch (RefusedSnapshotException | EncoderException | FileSystemException unusable) {
            throw new GoneException("its artifact cannot be used: " + unusable.getMessage(), unusable);
        }
    }
}
