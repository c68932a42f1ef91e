package io.slipstream.trainer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import io.slipstream.schemas.snapshot.SnapshotConflictException;
import io.slipstream.schemas.snapshot.SnapshotReader;
import io.slipstream.schemas.snapshot.SnapshotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotWriterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");

    private final Path directory;

    SnapshotWriterTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Lineage lineage(long epoch) {
        return new Lineage(
                "camera-model", "run1", epoch, "byol", "tiny", 4, 8, 7, "c0ffee", "1.2.3", Map.of("pytorch", "2.7.1"));
    }

    private SnapshotWriter writer(long epoch) {
        return new SnapshotWriter(lineage(epoch), new FileSnapshotStore(directory));
    }

    private static SnapshotDraft draft(long epoch, int weights) {
        return new SnapshotDraft(
                Map.of(SnapshotStore.ENCODER, new byte[] {(byte) weights}),
                lineage(epoch).idAt(12),
                Optional.of("before"),
                "checkpoint",
                NOW,
                12,
                12 * 32,
                OptionalDouble.of(1.5),
                List.of(new LedgerEntry("images", 0, 0L, 12L, 12L, 12L, 0L, 0L, 0L, 0L, 0L, 0L)),
                Optional.empty());
    }

    @Test
    void theRecordTellsWhatTheSnapshotIs() throws Exception {
        ModelSnapshot snapshot = writer(3).write(draft(3, 1));
        assertThat(snapshot.getSnapshotId()).isEqualTo("camera-model-run1-e3-00000012");
        assertThat(snapshot.getModelId()).isEqualTo("camera-model");
        assertThat(snapshot.getParentId()).isEqualTo("before");
        assertThat(snapshot.getLineageEpoch()).isEqualTo(3);
        assertThat(snapshot.getCheckpointId()).isEqualTo("checkpoint");
        assertThat(snapshot.getCreatedAt()).isEqualTo(NOW);
        assertThat(snapshot.getStep()).isEqualTo(12);
        assertThat(snapshot.getImagesSeen()).isEqualTo(12 * 32);
        assertThat(snapshot.getLoss()).isEqualTo(1.5);
        assertThat(snapshot.getMethod()).isEqualTo("byol");
        assertThat(snapshot.getNetwork()).isEqualTo("tiny");
        assertThat(snapshot.getEmbeddingDim()).isEqualTo(4);
        assertThat(snapshot.getInputSize()).isEqualTo(8);
        assertThat(snapshot.getSeed()).isEqualTo(7);
        assertThat(snapshot.getConfigHash()).isEqualTo("c0ffee");
        assertThat(snapshot.getCodeVersion()).isEqualTo("1.2.3");
        assertThat(snapshot.getLibraries()).containsExactly(Map.entry("pytorch", "2.7.1"));
        assertThat(snapshot.getLedger()).hasSize(1);
        assertThat(snapshot.getRelease()).isNull();
    }

    @Test
    void theArtifactIsWhatTheRecordAnnounces() throws Exception {
        Path encoder = SnapshotReader.verify(writer(3).write(draft(3, 1)));
        assertThat(Files.readAllBytes(encoder)).containsExactly(1);
    }

    @Test
    void writingADraftAgainChangesNothing() throws Exception {
        ModelSnapshot first = writer(3).write(draft(3, 1));
        assertThat(writer(3).write(draft(3, 1))).isEqualTo(first);
    }

    @Test
    void aSuccessorThatComesToTheSameStepWritesBesideIt() throws Exception {
        ModelSnapshot first = writer(3).write(draft(3, 1));
        ModelSnapshot second = writer(4).write(draft(4, 2));
        assertThat(Files.readAllBytes(SnapshotReader.verify(first))).containsExactly(1);
        assertThat(Files.readAllBytes(SnapshotReader.verify(second))).containsExactly(2);
    }

    @Test
    void otherWeightsUnderTheSameIdAreAConflict() throws Exception {
        writer(3).write(draft(3, 1));
        assertThatExceptionOfType(SnapshotConflictException.class)
                .isThrownBy(() -> writer(3).write(draft(3, 2)));
    }
}
