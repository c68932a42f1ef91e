package io.slipstream.evaluator.follow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.evaluator.encoder.EncoderRuntime;
import io.slipstream.evaluator.follow.Outcome.Refused;
import io.slipstream.evaluator.follow.Outcome.Scored;
import io.slipstream.evaluator.probe.ProbeImages;
import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.probe.ProbeSetReader;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotScorerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");

    private final Path dir;
    private final EncoderRuntime runtime = EncoderRuntime.start(1);
    private final SnapshotScorer scorer;

    SnapshotScorerTest(@TempDir Path dir) throws Exception {
        this.dir = dir;
        ProbeImages.write(dir.resolve("probe"), 10, Color.RED, Color.BLUE);
        ProbeSetConfig config = new ProbeSetConfig(
                dir.resolve("probe"), Optional.of("two"), 100, new ImageLimits(ByteSize.ofMiB(1), 1_000_000));
        scorer = new SnapshotScorer(
                runtime,
                ProbeSetReader.read(config, 1),
                1,
                new KnnConfig("5", 0.07),
                3,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void freeTheEngine() {
        runtime.close();
    }

    @Test
    void theSameSnapshotAlwaysGetsTheSameScore() throws IOException {
        ModelSnapshot snapshot = publish();

        Outcome first = scorer.score(snapshot);

        assertThat(first).isInstanceOf(Scored.class).isEqualTo(scorer.score(snapshot));
        assertThat(((Scored) first).score())
                .returns("two", score -> score.getProbeSet())
                .returns(5, score -> score.getK())
                .returns(16, score -> score.getBankSize())
                .returns(NOW, score -> score.getTime());
        assertThat(runtime.liveArrays()).isZero();
    }

    @Test
    void anAlteredProgramIsRefusedByItsHashBeforePyTorchSeesIt() throws IOException {
        ModelSnapshot snapshot = publish();
        Files.writeString(dir.resolve("store/m-0/encoder.pt"), "not a program at all");

        Refused refused = (Refused) scorer.score(snapshot);

        assertThat(refused.reason()).isEqualTo("CORRUPT");
        assertThat(refused.detail()).contains("encoder.pt").contains("expected").contains("found");
    }

    @Test
    void anArtifactThatIsNotInItsStoreIsRefused() throws IOException {
        ModelSnapshot snapshot = publish();
        Files.move(dir.resolve("store/m-0"), dir.resolve("elsewhere"));

        assertThat(((Refused) scorer.score(snapshot)).reason()).isEqualTo("CORRUPT");
    }

    @Test
    void aStoreThatIsNotThereIsTriedAgainRatherThanRefused() throws IOException {
        ModelSnapshot snapshot = publish();
        Files.move(dir.resolve("store"), dir.resolve("unmounted"));

        assertThatThrownBy(() -> scorer.score(snapshot))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("expected a snapshot store");
    }

    private ModelSnapshot publish() throws IOException {
        try (InputStream in = requireNonNull(SnapshotScorerTest.class.getResourceAsStream("/encoder/tiny.pt"))) {
            return new FileSnapshotStore(dir.resolve("store"))
                    .publish(Announcements.snapshot("m", 0), Map.of("encoder.pt", in.readAllBytes()));
        }
    }
}
