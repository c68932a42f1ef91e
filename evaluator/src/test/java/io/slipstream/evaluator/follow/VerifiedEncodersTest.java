package io.slipstream.evaluator.follow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedEncodersTest {

    private final Path dir;
    private final EncoderRuntime runtime = EncoderRuntime.start(1);
    private final VerifiedEncoders encoders = new VerifiedEncoders(runtime);

    VerifiedEncodersTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @AfterEach
    void freeTheEngine() {
        runtime.close();
    }

    @Test
    void anAlteredProgramIsRefusedByItsHashBeforePyTorchSeesIt() throws IOException {
        ModelSnapshot snapshot = publish();
        Files.writeString(dir.resolve("store/m-0/encoder.pt"), "not a program at all");

        RefusedSnapshotException refused =
                catchThrowableOfType(RefusedSnapshotException.class, () -> encoders.load(snapshot));

        assertThat(refused.reason()).isEqualTo("CORRUPT");
        assertThat(refused).hasMessageContainingAll("encoder.pt", "expected", "found");
    }

    @Test
    void anArtifactThatIsNotInItsStoreIsRefused() throws IOException {
        ModelSnapshot snapshot = publish();
        Files.move(dir.resolve("store/m-0"), dir.resolve("elsewhere"));

        assertThat(catchThrowableOfType(RefusedSnapshotException.class, () -> encoders.load(snapshot))
                        .reason())
                .isEqualTo("CORRUPT");
    }

    @Test
    void aStoreThatIsNotThereIsTriedAgainRatherThanRefused() throws IOException {
        ModelSnapshot snapshot = publish();
        Files.move(dir.resolve("store"), dir.resolve("unmounted"));

        assertThatThrownBy(() -> encoders.load(snapshot))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("expected a snapshot store");
    }

    private ModelSnapshot publish() throws IOException {
        try (InputStream in = requireNonNull(VerifiedEncodersTest.class.getResourceAsStream("/encoder/tiny.pt"))) {
            return new FileSnapshotStore(dir.resolve("store"))
                    .publish(Announcements.snapshot("m", 0), Map.of("encoder.pt", in.readAllBytes()));
        }
    }
}
