package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.encoder.EncoderShape;
import io.slipstream.evaluator.metric.BankQuerySplit;
import io.slipstream.evaluator.metric.CollapseLevel;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.KnnProbe;
import io.slipstream.evaluator.metric.RankMe;
import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.snapshot.CorruptSnapshotException;
import io.slipstream.schemas.snapshot.SnapshotReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Scores one snapshot on the probe set: verify, load, embed, measure.
 *
 * <p>The artifact's hashes are verified before PyTorch sees the file, since a TorchScript program is code. The split into
 * bank and queries is the same for every snapshot. Not thread-safe.
 */
public final class SnapshotScorer {

    private final EncoderRuntime runtime;
    private final ProbeSet probeSet;
    private final BankQuerySplit split;
    private final KnnProbe knn;
    private final int batchSize;
    private final Clock clock;

    /**
     * A scorer for one probe set.
     *
     * @param seed of the split into bank and queries
     * @param batchSize images that go through the encoder at once
     */
    public SnapshotScorer(
            EncoderRuntime runtime, ProbeSet probeSet, long seed, KnnConfig config, int batchSize, Clock clock) {
        this.runtime = runtime;
        this.probeSet = probeSet;
        this.split =
                BankQuerySplit.stratified(probeSet.labels(), probeSet.classes().size(), seed);
        this.knn = config.probe(split.bank().length);
        this.batchSize = batchSize;
        this.clock = clock;
    }

    /**
     * The score of the snapshot, or why there is none.
     *
     * @throws IOException if the store cannot be read at the moment
     */
    Outcome score(ModelSnapshot snapshot) throws IOException {
        try {
            // 1. Verify
            EncoderShape shape = new EncoderShape(snapshot.getInputSize(), snapshot.getEmbeddingDim());
            requireStore(snapshot.getArtifactUri());
            Path program = SnapshotReader.verify(snapshot);
            // 2. Load
            try (Encoder encoder = runtime.load(program, shape)) {
                // 3. Embed
                long start = clock.millis();
                Embeddings embeddings = embed(encoder);
                long embedMillis = clock.millis() - start;
                // 4. Measure
                return new Outcome.Scored(measure(snapshot, embeddings, embedMillis));
            }
        } catch (CorruptSnapshotException corrupt) {
            return new Outcome.Refused("CORRUPT", String.valueOf(corrupt.getMessage()));
        } catch (EncoderException unusable) {
            return new Outcome.Refused(unusable.reason().name(), String.valueOf(unusable.getMessage()));
        } catch (IllegalArgumentException malformed) {
            return new Outcome.Refused("MALFORMED", String.valueOf(malformed.getMessage()));
        }
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

    private Embeddings embed(Encoder encoder) throws EncoderException {
        EncoderShape shape = encoder.shape();
        float[] values = new float[Math.multiplyExact(probeSet.size(), shape.embeddingDim())];
        for (int from = 0; from < probeSet.size(); from += batchSize) {
            int to = Math.min(from + batchSize, probeSet.size());
            float[] batch = encoder.embed(probeSet.pixels(from, to, shape.inputSize()));
            System.arraycopy(batch, 0, values, from * shape.embeddingDim(), batch.length);
        }
        return new Embeddings(probeSet.size(), shape.embeddingDim(), values);
    }

    /** Name of the probe set. */
    String probeSet() {
        return probeSet.name();
    }

    private ProbeScore measure(ModelSnapshot snapshot, Embeddings embeddings, long embedMillis) {
        int classes = probeSet.classes().size();
        return ProbeScore.newBuilder()
                .setSnapshotId(snapshot.getSnapshotId())
                .setModelId(snapshot.getModelId())
                .setStep(snapshot.getStep())
                .setImagesSeen(snapshot.getImagesSeen())
                .setProbeSet(probeSet.name())
                .setBankSize(split.bank().length)
                .setQuerySize(split.query().length)
                .setClasses(classes)
                .setK(knn.k())
                .setTemperature(knn.temperature())
                .setKnnTop1(knn.top1(embeddings, probeSet.labels(), classes, split))
                .setRankMe(RankMe.of(embeddings))
                .setCollapseLevel(CollapseLevel.of(embeddings))
                .setEmbeddingDim(embeddings.dim())
                .setEmbedMillis(embedMillis)
                .setTime(clock.instant())
                .build();
    }
}
