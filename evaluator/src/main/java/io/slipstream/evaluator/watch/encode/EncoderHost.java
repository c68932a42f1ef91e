package io.slipstream.evaluator.watch.encode;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.encoder.EncoderShape;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.CorruptSnapshotException;
import io.slipstream.schemas.snapshot.SnapshotReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All encoders of an instance on one thread, which loads them when they are asked for and keeps the ones used last: native
 * memory is that of so many programs and one batch, whatever the number of partitions. Thread-safe; callers take turns.
 */
public final class EncoderHost implements Embedder, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EncoderHost.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread host = new Thread(task, "encoders");
        host.setDaemon(true);
        return host;
    });
    private final int threads;
    private final int batchSize;
    private final int mostLoaded;
    private final Map<String, Encoder> loaded = new LinkedHashMap<>(8, 0.75f, true);
    private final Set<String> unusable = ConcurrentHashMap.newKeySet();
    private @Nullable EncoderRuntime runtime;

    /**
     * A host that has loaded nothing yet.
     *
     * @param threads that PyTorch may use
     * @param batchSize images that go through an encoder at once
     * @param mostLoaded encoders that are kept; at least two, a fixed and a current one
     */
    public EncoderHost(int threads, int batchSize, int mostLoaded) {
        this.threads = threads;
        this.batchSize = batchSize;
        this.mostLoaded = mostLoaded;
    }

    @Override
    public Set<String> unusable() {
        return Set.copyOf(unusable);
    }

    @Override
    public Embeddings embed(ModelSnapshot snapshot, List<byte[]> images) throws IOException, UnusableSnapshotException {
        try {
            return thread.submit(() -> embedHere(snapshot, images)).get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException away) {
                throw away;
            }
            if (e.getCause() instanceof UnusableSnapshotException never) {
                throw never;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Embeddings embedHere(ModelSnapshot snapshot, List<byte[]> images)
            throws IOException, UnusableSnapshotException {
        try {
            Encoder encoder = encoder(snapshot);
            int dim = encoder.shape().embeddingDim();
            float[] values = new float[Math.multiplyExact(images.size(), dim)];
            for (int from = 0; from < images.size(); from += batchSize) {
                List<byte[]> batch = images.subList(from, Math.min(from + batchSize, images.size()));
                float[] embedded = encoder.embed(batch.toArray(new byte[0][]));
                System.arraycopy(embedded, 0, values, from * dim, embedded.length);
            }
            return new Embeddings(images.size(), dim, values);
        } catch (CorruptSnapshotException | EncoderException | IllegalArgumentException never) {
            unusable.add(snapshot.getSnapshotId());
            log.atError()
                    .addKeyValue("snapshot", snapshot.getSnapshotId())
                    .addKeyValue("reason", never.getMessage())
                    .log("Refused a snapshot as an encoder");
            throw new UnusableSnapshotException(snapshot.getSnapshotId() + ": " + never.getMessage(), never);
        }
    }

    private Encoder encoder(ModelSnapshot snapshot) throws IOException, CorruptSnapshotException, EncoderException {
        Encoder known = loaded.get(snapshot.getSnapshotId());
        if (known != null) {
            return known;
        }
        EncoderShape shape = new EncoderShape(snapshot.getInputSize(), snapshot.getEmbeddingDim());
        requireStore(snapshot.getArtifactUri());
        Path program = SnapshotReader.verify(snapshot);
        if (runtime == null) {
            runtime = EncoderRuntime.start(threads);
        }
        Encoder encoder = runtime.load(program, shape);
        loaded.put(snapshot.getSnapshotId(), encoder);
        Iterator<Encoder> eldest = loaded.values().iterator();
        while (loaded.size() > mostLoaded) {
            eldest.next().close();
            eldest.remove();
        }
        log.atInfo()
                .addKeyValue("snapshot", snapshot.getSnapshotId())
                .addKeyValue("loaded", loaded.size())
                .log("Loaded an encoder");
        return encoder;
    }

    /** A store that is not there at the moment, for instance not mounted, is waited for; an artifact missing in it is not. */
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

    /** Frees the encoders; nobody may be embedding any more. */
    @Override
    public void close() {
        thread.execute(() -> {
            loaded.values().forEach(Encoder::close);
            loaded.clear();
            if (runtime != null) {
                runtime.close();
            }
        });
        thread.shutdown();
    }
}
