package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.snapshot.SnapshotReader;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.anneal.AnnealCommand;
import io.slipstream.trainer.reproduce.ReproduceCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Releases are made beside a trainer, which does not notice, and come out the same each time. */
class AnnealIT {

    private static final String ANNEAL = "{steps: 6, final-share: 0.1, recent: 40}";

    private final Path directory;
    private final StringWriter said = new StringWriter();

    AnnealIT(@TempDir Path directory) {
        this.directory = directory;
    }

    /** Runs a command with the trainer's configuration; returns its exit code. */
    private int run(TestService service, String anneal, Callable<Integer> command, String... more) throws Exception {
        TrainerConfig config = service.config(TestService.MODEL, Map.of("anneal", anneal));
        Path file = Files.writeString(directory.resolve("anneal.yaml"), ConfigLoader.effectiveYaml(config));
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--config", file.toString(), "--json", json().toString()));
        said.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(command).setOut(writer).setErr(writer).execute(arguments.toArray(String[]::new));
    }

    private void anneal(TestService service, String... more) throws Exception {
        assertThat(run(service, ANNEAL, new AnnealCommand(), more))
                .as(said.toString())
                .isZero();
    }

    private Path json() {
        return directory.resolve("anneal.json");
    }

    private JsonNode report() throws IOException {
        return JsonMapper.builder().build().readTree(json().toFile());
    }

    private static List<ModelSnapshot> releases(TestService service) {
        return service.read(Topics.MODEL_SNAPSHOTS).stream()
                .filter(snapshot -> snapshot.getRelease() != null)
                .toList();
    }

    @Test
    void aRunningTrainerIsNotFencedAndEndsAsIfThereHadBeenNoBranch() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            service.train(Map.of(), new LoopScript().stopAt(12));
            LoopScript script = new LoopScript().at(6, () -> anneal(service));

            service.train(Map.of(), script);

            assertThat(script.turns()).isGreaterThan(8);
            ModelSnapshot release = releases(service).get(0);
            TrainingCheckpoint last = service.last(TestService.MODEL);
            assertThat(last.getStep()).isGreaterThan(release.getStep() - 6);
            assertThat(last.getLineageEpoch()).isEqualTo(2);
            assertThat(service.read(Topics.MODEL_CHECKPOINTS))
                    .filteredOn(record -> record.getKind() == CheckpointKind.CLAIM)
                    .hasSize(2);
            List<ModelSnapshot> trunk = service.read(Topics.MODEL_SNAPSHOTS).stream()
                    .filter(snapshot -> snapshot.getRelease() == null)
                    .toList();
            assertThat(trunk.get(2).getParentId())
                    .isEqualTo(trunk.get(1).getSnapshotId())
                    .isEqualTo(release.getParentId());
            service.assertAsIfNothingHadHappened();
        }
    }

    @Test
    void aCheckpointAnnealedAgainLeadsToTheSameBitsUntilSettingsChange() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            service.train(Map.of(), new LoopScript());
            TrainingCheckpoint checkpoint = service.last(TestService.MODEL);
            int checkpoints = service.checkpoints(TestService.MODEL).size();

            anneal(service);
            JsonNode first = report();
            SnapshotReader.verify(releases(service).get(0));
            Files.move(directory.resolve("snapshots"), directory.resolve("moved"));
            anneal(service, "--checkpoint", checkpoint.getCheckpointId());

            // Made from nothing again, it is the same
            assertThat(report()).isEqualTo(first);
            List<ModelSnapshot> releases = releases(service);
            assertThat(releases).hasSize(2);
            ModelSnapshot release = releases.get(0);
            assertThat(releases.get(1)).isEqualTo(release);
            assertThat(encoder("snapshots", release)).isEqualTo(encoder("moved", release));

            // It says what it is
            assertThat(release.getSnapshotId()).isEqualTo(checkpoint.getCheckpointId() + "-release-6");
            assertThat(release.getCheckpointId()).isEqualTo(checkpoint.getCheckpointId());
            assertThat(release.getParentId()).isEqualTo(checkpoint.getSnapshotId());
            assertThat(release.getStep()).isEqualTo(checkpoint.getStep() + 6);
            assertThat(release.getImagesSeen()).isEqualTo(checkpoint.getImagesSeen() + 6 * 16);
            assertThat(release.getLedger()).isEqualTo(checkpoint.getLedger());
            assertThat(release.getLoss()).isFinite().isPositive();
            assertThat(release.getRelease().getFinalRate())
                    .isCloseTo(0.1 * release.getRelease().getRate(), within(1e-12))
                    .isPositive();
            // 10 offsets of each partition, of which none is refused and one is a copy of the one before it
            assertThat(release.getRelease().getRecentImages()).isEqualTo(36);
            assertThat(release.getRelease().getReplayImages()).isEqualTo(100);

            // It is another encoder than training's, and no checkpoint came of it
            assertThat(encoder("snapshots", release)).isNotEqualTo(encoder("moved", trunk(service)));
            assertThat(service.checkpoints(TestService.MODEL)).hasSize(checkpoints);

            // Other settings do not overwrite it
            assertThat(run(service, "{steps: 6, final-share: 0.5, recent: 40}", new AnnealCommand()))
                    .isEqualTo(1);
            assertThat(said.toString()).hasLineCount(1).contains("with another outcome");
            assertThat(releases(service)).hasSize(2);

            // reproduce knows that it is no snapshot of training
            assertThat(run(service, ANNEAL, new ReproduceCommand(), release.getSnapshotId()))
                    .isEqualTo(1);
            assertThat(said.toString())
                    .hasLineCount(1)
                    .contains("anneal --checkpoint " + checkpoint.getCheckpointId(), ANNEAL);
            service.assertAudited();

            // Nor does what comes of fewer records, once some are gone
            try (Admin admin = Admin.create(KafkaSettings.admin(service.kafka(), "test"))) {
                admin.deleteRecords(Map.of(new TopicPartition("images", 0), RecordsToDelete.beforeOffset(90)))
                        .all()
                        .get();
            }
            assertThat(run(service, ANNEAL, new AnnealCommand())).isEqualTo(1);
            assertThat(said.toString()).hasLineCount(1).contains("with another outcome", "records are gone");
        }
    }

    private static ModelSnapshot trunk(TestService service) {
        List<ModelSnapshot> trunk = service.read(Topics.MODEL_SNAPSHOTS).stream()
                .filter(snapshot -> snapshot.getRelease() == null)
                .toList();
        return trunk.get(trunk.size() - 1);
    }

    private byte[] encoder(String store, ModelSnapshot snapshot) throws IOException {
        return Files.readAllBytes(
                directory.resolve(store).resolve(snapshot.getSnapshotId()).resolve("encoder.pt"));
    }

    @Test
    void aCheckpointThatIsNotThereIsNamedAndWithoutAnyThatIsSaid() throws Exception {
        try (TestService service = new TestService(directory)) {
            assertThat(run(service, ANNEAL, new AnnealCommand())).isEqualTo(1);
            assertThat(said.toString()).hasLineCount(1).contains("disturbed", "found none");

            assertThat(run(service, ANNEAL, new AnnealCommand(), "--checkpoint", "disturbed-x.1"))
                    .isEqualTo(1);
            assertThat(said.toString()).hasLineCount(1).contains("disturbed-x.1", "collected");
        }
    }
}
