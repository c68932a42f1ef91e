package io.slipstream.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {

    private static final CheckpointConfig CONFIG =
            new CheckpointConfig(Path.of("unused"), Duration.ofSeconds(30), 3, 0, 0, Duration.ofMinutes(10));

    private final Path root;
    private final List<TrainingImage> slots = new ArrayList<>(States.images(0, 50));
    private int next = 50;

    CollectorTest(@TempDir Path root) {
        this.root = root;
    }

    /** A trainer's session: what it writes and what it knows. */
    private final class Session {
        private final long epoch;
        private final CheckpointWriter writer;
        private final Collector collector;
        private final List<TrainingCheckpoint> announced;
        private long step;

        Session(long epoch, CheckpointWriter writer, List<TrainingCheckpoint> announced) {
            this.epoch = epoch;
            this.writer = writer;
            this.announced = new ArrayList<>(announced);
            this.collector = new Collector(new FileBlobStore(root), new CheckpointReader(root), writer, CONFIG);
        }

        TrainingCheckpoint write() throws IOException {
            slots.set(next % slots.size(), States.image(next++));
            CheckpointHeader header = States.header(epoch, ++step);
            Written written = writer.write(header, States.state(step, slots), States.order(), States.CONFIG);
            return TrainingCheckpoint.newBuilder()
                    .setKind(CheckpointKind.CHECKPOINT)
                    .setModelId(header.model())
                    .setLineageEpoch(epoch)
                    .setCreatedAt(header.createdAt())
                    .setCodeVersion(header.codeVersion())
                    .setCheckpointId(header.id())
                    .setHealthy(true)
                    .setManifestUri(written.manifestUri())
                    .setManifestSha256(written.manifestSha256())
                    .build();
        }

        void announce() throws IOException {
            announced.add(write());
        }

        List<String> collect() throws IOException {
            List<String> dropped = collector.superfluous(announced, Set.of());
            announced.removeIf(announcement -> dropped.contains(announcement.getCheckpointId()));
            collector.collect("demo", epoch, announced);
            return dropped;
        }
    }

    @Test
    void whatStaysIsReadableAndTheStoreStaysSmall() throws Exception {
        Session session = new Session(1, new CheckpointWriter(new FileBlobStore(root)), List.of());
        long most = 0;
        for (int i = 0; i < 200; i++) {
            session.announce();
            session.collect();
            most = Math.max(most, files(root).size());
        }
        assertThat(session.announced).hasSize(3);
        assertThat(most).isLessThan(3 * 10 + Compaction.MOST_SEGMENTS + 3);
        assertReadable(session.announced);
    }

    @Test
    void whatIsNoMoreIsReported() throws Exception {
        Session session = new Session(1, new CheckpointWriter(new FileBlobStore(root)), List.of());
        for (int i = 0; i < 5; i++) {
            session.announce();
        }
        List<TrainingCheckpoint> all = List.copyOf(session.announced);

        assertThat(session.collect())
                .containsExactly(all.get(0).getCheckpointId(), all.get(1).getCheckpointId());
        assertThat(session.collect()).isEmpty();
        assertThat(root.resolve("demo/e1").resolve(all.get(0).getManifestSha256()))
                .doesNotExist();
    }

    @Test
    void whatTheWriterMayReferToStaysThoughItWasNeverAnnounced() throws Exception {
        Session session = new Session(1, new CheckpointWriter(new FileBlobStore(root)), List.of());
        session.announce();
        session.write();

        session.collect();
        session.announce();

        assertReadable(session.announced);
    }

    @Test
    void filesOfWritesThatWereNeverAnnouncedGo() throws Exception {
        Session killed = new Session(1, new CheckpointWriter(new FileBlobStore(root)), List.of());
        killed.announce();
        List<Path> before = files(root);
        killed.write();

        Restored restored = read(killed.announced.get(0));
        Session successor = new Session(2, new CheckpointWriter(new FileBlobStore(root), restored), killed.announced);
        successor.collect();

        assertThat(files(root)).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aTrainerThatWasReplacedAndDoesNotKnowItDoesNoHarm() throws Exception {
        long seed = 20261122;
        Random random = new Random(seed);
        Session zombie = new Session(1, new CheckpointWriter(new FileBlobStore(root)), List.of());
        for (int i = 0; i < 5; i++) {
            zombie.announce();
        }
        zombie.collect();
        Session successor = new Session(
                2, new CheckpointWriter(new FileBlobStore(root), read(zombie.announced.get(2))), zombie.announced);
        for (int i = 0; i < 40; i++) {
            if (random.nextBoolean()) {
                zombie.write();
                zombie.collect();
            } else {
                successor.announce();
                successor.collect();
            }
            assertReadable(successor.announced);
        }
        assertThat(successor.announced).as("seed %d", seed).allMatch(each -> each.getLineageEpoch() == 2);
    }

    @Test
    void nothingElseInTheStoreIsTouched() throws Exception {
        Session session = new Session(1, new CheckpointWriter(new FileBlobStore(root)), List.of());
        session.announce();
        String name = session.announced.get(0).getManifestSha256().replace('0', '1');
        List<Path> others = List.of(
                root.resolve("demo/notes.txt"),
                root.resolve("demo/e1/README"),
                root.resolve("demo/e2/" + name),
                root.resolve("demo/early/" + name),
                root.resolve("other/e1/" + name));
        for (Path other : others) {
            Files.createDirectories(other.getParent());
            Files.writeString(other, "mine");
        }
        for (int i = 0; i < 5; i++) {
            session.announce();
            session.collect();
        }
        assertThat(others).allSatisfy(other -> assertThat(other).hasContent("mine"));
    }

    @Test
    void nothingIsDeletedWhileAManifestCannotBeRead() throws Exception {
        Session session = new Session(1, new CheckpointWriter(new FileBlobStore(root)), List.of());
        for (int i = 0; i < 5; i++) {
            session.announce();
        }
        Files.move(root.resolve("demo"), root.resolve("away"));
        List<Path> before = files(root);

        assertThatThrownBy(session::collect).isInstanceOf(IOException.class).hasMessageContaining("mounted?");

        assertThat(files(root)).isEqualTo(before);
    }

    private void assertReadable(List<TrainingCheckpoint> announced) throws Exception {
        for (TrainingCheckpoint announcement : announced) {
            assertThat(read(announcement).header().id()).isEqualTo(announcement.getCheckpointId());
        }
    }

    private Restored read(TrainingCheckpoint announcement) throws Exception {
        return new CheckpointReader(root).read(announcement.getManifestUri(), announcement.getManifestSha256());
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
