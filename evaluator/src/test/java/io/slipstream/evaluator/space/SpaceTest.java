package io.slipstream.evaluator.space;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.follow.Announcements;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.shift.SpaceChange;
import io.slipstream.evaluator.space.MigrationStore.Migration;
import io.slipstream.evaluator.space.TensorFile.Content;
import io.slipstream.evaluator.space.TensorFile.Tensor;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ModelSnapshot;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceTest {

    private static final String SUITE = "0123456789abcdef0123456789abcdef";
    private static final int DIM = 6;

    private final SpaceRule rule = new SpaceRule(new SpaceConfig(0.9, 0.6, 0.9));
    private final Embeddings old = noise(80, 1, 1);

    @Test
    void vectorsThatHaveHardlyMovedShareASpace() {
        SpaceChange change = SpaceChange.between(old, moved(old, 0.05f), 10, 1);

        assertThat(rule.same(change)).isTrue();
        assertThat(change.agreement()).isGreaterThan(0.98);
    }

    @Test
    void aSpaceThatHasTurnedIsAnotherOneThoughItsGeometryIsTheSame() {
        SpaceChange change = SpaceChange.between(old, turned(old), 10, 1);

        assertThat(change.cka()).isCloseTo(1, within(1e-6));
        assertThat(rule.same(change)).isFalse();
        assertThat(rule.migrates(change)).isTrue();
    }

    @Test
    void unrelatedSpacesAreNeitherOneNorMapped() {
        SpaceChange change = SpaceChange.between(old, noise(80, 1, 2), 10, 1);

        assertThat(rule.same(change)).isFalse();
        assertThat(rule.migrates(change)).isFalse();
    }

    @Test
    void aSpaceOfAnotherDimensionIsNeverTheSame() {
        float[] half = Arrays.copyOf(noise(80, 1, 3).values(), 80 * DIM / 2);

        assertThat(rule.same(SpaceChange.between(old, new Embeddings(80, DIM / 2, half), 10, 1)))
                .isFalse();
    }

    @Test
    void aCollapsedSpaceIsLikeNoOther() {
        SpaceChange change = SpaceChange.between(old, new Embeddings(80, DIM, new float[80 * DIM]), 10, 1);

        assertThat(change.cka()).isZero();
        assertThat(change.procrustes()).isEqualTo(1);
        assertThat(rule.same(change)).isFalse();
    }

    @Test
    void aMigrationFileReadBackCarriesVectorsItHasNotSeenIntoTheNewSpace(@TempDir Path dir) throws Exception {
        SpaceChange change = SpaceChange.between(old, turned(old), 10, 1);
        ModelSnapshot from = at(dir, "m-1");
        ModelSnapshot to = at(dir, "m-2");

        Migration migration = new MigrationStore().publish(from, to, SUITE, change);

        Path file = Path.of(URI.create(migration.uri()));
        assertThat(file).isEqualTo(dir.resolve("migrations/m-2/m-1.0123456789ab.safetensors"));
        assertThat(Sha256.of(file)).isEqualTo(migration.sha256());
        Content content = TensorFile.parse(Files.readAllBytes(file)).orElseThrow();
        assertThat(content.metadata()).containsEntry("from", "m-1").containsEntry("to", "m-2");
        Embeddings stored = noise(20, 1, 9);
        float[] expected = turned(stored).values();
        float[] carried = carry(
                stored,
                requireNonNull(content.tensors().get("weight")),
                requireNonNull(content.tensors().get("bias")));
        for (int i = 0; i < carried.length; i++) {
            assertThat(carried[i]).isCloseTo(expected[i], within(0.01f));
        }
    }

    @Test
    void publishingAMigrationAgainGivesTheSameFileAndRemovesWhatAKilledWriterLeft(@TempDir Path dir) throws Exception {
        SpaceChange change = SpaceChange.between(old, turned(old), 10, 1);
        Path folder = Files.createDirectories(dir.resolve("migrations/m-2"));
        Files.writeString(folder.resolve(".m-1.0123456789ab.safetensors~half"), "half");

        Migration first = new MigrationStore().publish(at(dir, "m-1"), at(dir, "m-2"), SUITE, change);

        assertThat(new MigrationStore().publish(at(dir, "m-1"), at(dir, "m-2"), SUITE, change))
                .isEqualTo(first);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void theCacheKeepsWhatWasUsedLastAndRemovesWhatAKilledWriterLeft(@TempDir Path dir) throws Exception {
        Path half = Files.writeString(dir.resolve(".x.safetensors~half"), "half");
        TestClock clock = new TestClock();
        EmbeddingCache cache = new EmbeddingCache(dir, 5000, clock);
        cache.put(at(dir, "m-1"), SUITE, noise(80, 1, 1));
        clock.pass();
        cache.put(at(dir, "m-2"), SUITE, noise(80, 1, 2));
        clock.pass();
        assertThat(cache.get(at(dir, "m-1"), SUITE)).isPresent();
        clock.pass();

        cache.put(at(dir, "m-3"), SUITE, noise(80, 1, 3));

        assertThat(half).doesNotExist();
        assertThat(cache.get(at(dir, "m-2"), SUITE)).isEmpty();
        assertThat(cache.get(at(dir, "m-1"), SUITE).orElseThrow().values())
                .isEqualTo(noise(80, 1, 1).values());
        assertThat(cache.get(at(dir, "m-1"), "another suite")).isEmpty();
    }

    @Test
    void aFileOfTheCacheThatIsCutOffIsNotUsed(@TempDir Path dir) throws Exception {
        EmbeddingCache cache = new EmbeddingCache(dir, 1 << 20, Clock.systemUTC());
        cache.put(at(dir, "m-1"), SUITE, old);
        try (Stream<Path> files = Files.list(dir)) {
            Path file = files.findFirst().orElseThrow();
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 500));
        }

        assertThat(cache.get(at(dir, "m-1"), SUITE)).isEmpty();
    }

    private static ModelSnapshot at(Path store, String id) {
        return Announcements.snapshot("m", 1)
                .setSnapshotId(id)
                .setArtifactUri(store.resolve(id).toUri().toString())
                .build();
    }

    private static float[] carry(Embeddings vectors, Tensor weight, Tensor bias) {
        int from = weight.shape()[0];
        int to = weight.shape()[1];
        float[] carried = new float[vectors.count() * to];
        for (int row = 0; row < vectors.count(); row++) {
            for (int j = 0; j < to; j++) {
                float sum = bias.values()[j];
                for (int i = 0; i < from; i++) {
                    sum += vectors.values()[row * from + i] * weight.values()[i * to + j];
                }
                carried[row * to + j] = sum;
            }
        }
        return carried;
    }

    private static Embeddings noise(int count, double scale, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * (random.nextDouble() + random.nextDouble() - 1));
        }
        return new Embeddings(count, DIM, values);
    }

    private static Embeddings moved(Embeddings embeddings, float by) {
        float[] moved = embeddings.values().clone();
        float[] noise = noise(embeddings.count(), by, 7).values();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += noise[i];
        }
        return new Embeddings(embeddings.count(), DIM, moved);
    }

    /** Dimensions in reverse order, and shifted. */
    private static Embeddings turned(Embeddings embeddings) {
        float[] turned = new float[embeddings.values().length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = embeddings.values()[i - i % DIM + DIM - 1 - i % DIM] + 0.1f * (i % DIM);
        }
        return new Embeddings(embeddings.count(), DIM, turned);
    }

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T14:00:00Z");

        void pass() {
            now = now.plus(Duration.ofMinutes(1));
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
