package io.slipstream.trainer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import io.slipstream.schemas.snapshot.SnapshotConflictException;
import io.slipstream.schemas.snapshot.SnapshotReader;
import io.slipstream.schemas.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotPublisherTest {

    private static final Map<String, byte[]> FILES = Map.of(SnapshotStore.ENCODER, new byte[] {1, 2, 3});
    private static final Lineage LINEAGE =
            new Lineage("camera-model", "run1", "byol", "tiny", 4, 8, 7, "c0ffee", "1.2.3");
    private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");

    private final Path directory;

    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(true, null, new StringSerializer(), (topic, record) -> new byte[1]);

    SnapshotPublisherTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private SnapshotPublisher publisher(SnapshotStore store) {
        return new SnapshotPublisher(LINEAGE, store, producer, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(1));
    }

    private static void publish(SnapshotPublisher publisher, long step) throws Exception {
        OptionalDouble loss = step == 0 ? OptionalDouble.empty() : OptionalDouble.of(1.5);
        LedgerEntry entry = new LedgerEntry("images", 0, 0L, step, step, step, 0L, 0L, 0L, 0L, 0L, 0L);
        publisher.publish(FILES, step, step * 32, loss, List.of(entry));
    }

    private List<ModelSnapshot> announced() {
        return producer.history().stream()
                .map(record -> (ModelSnapshot) record.value())
                .toList();
    }

    @Test
    void theRecordTellsWhatTheSnapshotIs() throws Exception {
        publish(publisher(new FileSnapshotStore(directory)), 12);
        ProducerRecord<String, SpecificRecord> record = producer.history().get(0);
        ModelSnapshot snapshot = announced().get(0);
        assertThat(record.topic()).isEqualTo("model-snapshots");
        assertThat(record.key()).isEqualTo("camera-model-run1-00000012");
        assertThat(snapshot.getSnapshotId()).isEqualTo(record.key());
        assertThat(snapshot.getModelId()).isEqualTo("camera-model");
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
        assertThat(snapshot.getLedger()).hasSize(1);
    }

    @Test
    void theArtifactIsWhatTheRecordAnnounces() throws Exception {
        publish(publisher(new FileSnapshotStore(directory)), 0);
        Path encoder = SnapshotReader.verify(announced().get(0));
        assertThat(Files.readAllBytes(encoder)).isEqualTo(FILES.get(SnapshotStore.ENCODER));
    }

    @Test
    void theArtifactIsThereBeforeTheRecord() throws Exception {
        SnapshotStore store = (snapshot, files) -> {
            assertThat(producer.history()).isEmpty();
            return new FileSnapshotStore(directory).publish(snapshot, files);
        };
        publish(publisher(store), 0);
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void everySnapshotNamesItsParentAndTheFirstHasNoneAndNoLoss() throws Exception {
        SnapshotPublisher publisher = publisher(new FileSnapshotStore(directory));
        publish(publisher, 0);
        publish(publisher, 5);
        publish(publisher, 9);
        assertThat(announced())
                .extracting(ModelSnapshot::getParentId)
                .containsExactly(null, "camera-model-run1-00000000", "camera-model-run1-00000005");
        assertThat(announced()).extracting(ModelSnapshot::getLoss).containsExactly(null, 1.5, 1.5);
    }

    /** A store that refuses so many times. */
    private final class RefusingStore implements SnapshotStore {

        private final int refusals;
        private int asked;

        private RefusingStore(int refusals) {
            this.refusals = refusals;
        }

        @Override
        public ModelSnapshot publish(ModelSnapshot.Builder snapshot, Map<String, byte[]> files) throws IOException {
            if (++asked <= refusals) {
                throw new IOException("no space left, time " + asked);
            }
            return new FileSnapshotStore(directory).publish(snapshot, files);
        }
    }

    @Test
    void aStoreThatRefusesIsAskedAgain() throws Exception {
        publish(publisher(new RefusingStore(4)), 0);
        assertThat(producer.history()).hasSize(1);
        SnapshotReader.verify(announced().get(0));
    }

    @Test
    void aStoreThatKeepsRefusingEndsTheTrainingAndNothingIsAnnounced() {
        RefusingStore store = new RefusingStore(Integer.MAX_VALUE);
        assertThatIOException().isThrownBy(() -> publish(publisher(store), 0)).withMessage("no space left, time 5");
        assertThat(store.asked).isEqualTo(5);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void anotherLineageUnderTheSameNameIsReportedAtOnce() throws Exception {
        FileSnapshotStore files = new FileSnapshotStore(directory);
        publish(publisher(files), 3);
        RefusingStore counting = new RefusingStore(0);
        SnapshotPublisher other = publisher(counting);
        Map<String, byte[]> others = Map.of(SnapshotStore.ENCODER, new byte[] {4});
        assertThatExceptionOfType(SnapshotConflictException.class)
                .isThrownBy(() -> other.publish(others, 3, 96, OptionalDouble.empty(), List.of()));
        assertThat(counting.asked).isEqualTo(1);
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void aRecordThatTheBrokerRefusesEndsTheTrainingAndIsNobodysParent() throws Exception {
        SnapshotPublisher publisher = publisher(new FileSnapshotStore(directory));
        producer.sendException = new RecordTooLargeException("too large");
        assertThatExceptionOfType(RecordTooLargeException.class).isThrownBy(() -> publish(publisher, 0));
        producer.sendException = null;
        publish(publisher, 1);
        assertThat(announced().get(0).getParentId()).isNull();
    }
}
