package io.slipstream.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.schemas.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedCheckpointTest {

    private final Path root;
    private final Written written;

    DamagedCheckpointTest(@TempDir Path root) throws Exception {
        this.root = root;
        TrainingState state = States.state(1, States.images(0, 10));
        written = new CheckpointWriter(new FileBlobStore(root))
                .write(States.header(1, 1), state, States.order(), States.CONFIG);
    }

    @Test
    void everyFileThatIsAlteredIsNamed() throws Exception {
        for (Path file : files()) {
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 1;
            Files.write(file, content);

            assertThatThrownBy(this::read)
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining(file + ": expected SHA-256 " + file.getFileName() + ", found ");

            content[content.length / 2] ^= 1;
            Files.write(file, content);
        }
        read();
    }

    @Test
    void everyFileThatIsMissingOrTruncatedIsNamed() throws Exception {
        for (Path file : files()) {
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(this::read)
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining(file + ": expected a file, found none");

            Files.write(file, new byte[1]);
            assertThatThrownBy(this::read)
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContainingAll(file.toString(), "of 1 bytes");
            Files.write(file, content);
        }
    }

    @Test
    void aStoreThatIsNotThereIsNotADamagedOne() throws Exception {
        Files.move(root.resolve("demo"), root.resolve("away"));
        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(root.resolve("demo").toString(), "mounted?");
    }

    @Test
    void aStoreThatWasMovedIsReadWhereItIs() throws Exception {
        Path moved = Files.createDirectory(root.resolve("moved"));
        Files.move(root.resolve("demo"), moved.resolve("demo"));
        CheckpointReader reader = new CheckpointReader(moved);

        Restored restored = reader.read(written.manifestUri(), written.manifestSha256());

        assertThat(restored.isIn(new FileBlobStore(moved))).isTrue();
        Files.delete(moved.resolve("demo/e1").resolve(written.manifestSha256()));
        assertThatThrownBy(() -> reader.read(written.manifestUri(), written.manifestSha256()))
                .isInstanceOf(CorruptCheckpointException.class);
    }

    @Test
    void anotherFormatIsRefusedByItsNumber() throws Exception {
        Path manifest = root.resolve("demo/e1").resolve(written.manifestSha256());
        String json = Files.readString(manifest).replace("\"format\" : 1", "\"format\" : 2");
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("expected a checkpoint of format 1, found format 2");
    }

    @Test
    void whatIsNoManifestIsRefused() {
        for (String json : List.of("", "[", "{}", "{\"format\": 1}")) {
            assertThatThrownBy(() -> read(json))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("expected the manifest of a checkpoint");
        }
    }

    @Test
    void anAnnouncementThatPointsNowhereIsRefused() {
        for (String uri : List.of("s3://bucket/demo/e1/", "file:///demo/", root.toUri() + "demo/seven/")) {
            assertThatThrownBy(() ->
                            new CheckpointReader(root).read(uri + written.manifestSha256(), written.manifestSha256()))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("found " + uri);
        }
    }

    private void read(String json) throws Exception {
        String sha256 = Sha256.of(json.getBytes(StandardCharsets.UTF_8));
        Path file = root.resolve("demo/e1").resolve(sha256);
        Files.writeString(file, json);
        new CheckpointReader(root).read(file.toUri().toString(), sha256);
    }

    private void read() throws Exception {
        new CheckpointReader(root).read(written.manifestUri(), written.manifestSha256());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("demo/e1"))) {
            return files.toList();
        }
    }
}
