package io.slipstream.evaluator.space;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.space.TensorFile.Content;
import io.slipstream.evaluator.space.TensorFile.Tensor;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeddings of the canonical images by snapshot, kept in a directory of bounded size: what was used longest ago goes first.
 *
 * <p>Every file is a safetensors file with {@code embeddings} [images, dim], named by the hash of what it depends on: the
 * artifact and the suite. Losing the cache costs time only, so a file that cannot be read or written is logged and passed
 * over. One process per directory.
 */
final class EmbeddingCache {

    private static final Logger log = LoggerFactory.getLogger(EmbeddingCache.class);

    private static final String TENSOR = "embeddings";
    private static final String SUFFIX = ".safetensors";

    private final Path directory;
    private final long maxBytes;
    private final Clock clock;

    EmbeddingCache(Path directory, long maxBytes, Clock clock) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** The embeddings of a snapshot under a suite, if they are kept. */
    Optional<Embeddings> get(ModelSnapshot snapshot, String suite) {
        Path file = file(snapshot, suite);
        try {
            Optional<Embeddings> found = TensorFile.parse(Files.readAllBytes(file))
                    .map(content -> content.tensors().get(TENSOR))
                    .map(tensor -> new Embeddings(tensor.shape()[0], tensor.shape()[1], tensor.values()));
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return found;
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException | RuntimeException unusable) {
            warn(file, unusable);
            return Optional.empty();
        }
    }

    /** Keeps the embeddings of a snapshot, and removes others until the directory is small enough. */
    void put(ModelSnapshot snapshot, String suite, Embeddings embeddings) {
        Path file = file(snapshot, suite);
        Tensor tensor = new Tensor(new int[] {embeddings.count(), embeddings.dim()}, embeddings.values());
        Map<String, String> metadata = Map.of("snapshot", snapshot.getSnapshotId(), "suite", suite);
        try {
            TensorFile.write(
                    file,
                    TensorFile.bytes(new Content(new TreeMap<>(Map.of(TENSOR, tensor)), new TreeMap<>(metadata))));
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            trim();
        } catch (IOException unwritable) {
            warn(file, unwritable);
        }
    }

    private Path file(ModelSnapshot snapshot, String suite) {
        String key = snapshot.getSnapshotId() + "\n" + snapshot.getArtifactSha256() + "\n" + suite;
        return directory.resolve(Sha256.of(key.getBytes(StandardCharsets.UTF_8)) + SUFFIX);
    }

    private record Entry(Path path, long bytes, FileTime used) {}

    private void trim() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.toList()) {
                if (!path.toString().endsWith(SUFFIX)) {
                    Files.deleteIfExists(path); // half a file, of a process that was killed
                    continue;
                }
                entries.add(new Entry(path, Files.size(path), Files.getLastModifiedTime(path)));
            }
        }
        entries.sort(Comparator.comparing(Entry::used));
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry oldest : entries) {
            if (bytes <= maxBytes) {
                return;
            }
            Files.deleteIfExists(oldest.path());
            bytes -= oldest.bytes();
        }
    }

    private static void warn(Path file, @Nullable Exception cause) {
        log.atWarn().addKeyValue("file", file).addKeyValue("cause", cause).log("Did without the cache of embeddings");
    }
}
