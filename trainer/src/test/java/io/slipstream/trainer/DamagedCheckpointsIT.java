package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer makes of checkpoints whose files are gone or altered. */
class DamagedCheckpointsIT {

    private static final int KEEP = 100;

    private final Path directory;

    DamagedCheckpointsIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Path manifest(TrainingCheckpoint checkpoint) {
        return Path.of(URI.create(checkpoint.getManifestUri()));
    }

    private static Path learner(TrainingCheckpoint checkpoint) throws IOException {
        Path manifest = manifest(checkpoint);
        String sha256 = new ObjectMapper()
                .readTree(manifest.toFile())
                .findValue("learner")
                .required("sha256")
                .asText();
        return manifest.resolveSibling(sha256);
    }

    /** Damages all but the first, each in another way than the one before. */
    private static void damageAllButTheFirst(List<TrainingCheckpoint> checkpoints) throws IOException {
        for (int i = 1; i < checkpoints.size(); i++) {
            TrainingCheckpoint checkpoint = checkpoints.get(i);
            switch (i % 3) {
                case 0 -> Files.delete(manifest(checkpoint));
                case 1 -> Files.writeString(manifest(checkpoint), "{}");
                default -> Files.deleteIfExists(learner(checkpoint));
            }
        }
    }

    private static Map<String, String> keepingAll(TestService service) {
        return Map.of("checkpoint", service.checkpoint("100ms", "keep: " + KEEP));
    }

    @Test
    void trainingFallsBackToTheLastWholeCheckpointAndPublishesNoDeadLetterAgainHoweverOftenItStops() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            // Given a trainer that got far, and of whose checkpoints only the first is whole
            service.train(keepingAll(service), new LoopScript().stopAt(30));
            List<TrainingCheckpoint> checkpoints = service.checkpoints(TestService.MODEL);
            assertThat(checkpoints).hasSizeBetween(4, KEEP);
            damageAllButTheFirst(checkpoints);

            // When it goes on from there, and stops before it is where it was
            service.train(keepingAll(service), new LoopScript().stopAt(4));
            TrainingCheckpoint fallenBack = service.last(TestService.MODEL);
            assertThat(fallenBack.getLineageEpoch()).isEqualTo(2);
            assertThat(fallenBack.getStep()).isBetween(1L, 4L);

            // Then it ends as if nothing had happened
            service.train(keepingAll(service), new LoopScript());
            service.assertAsIfNothingHadHappened();
        }
    }

    @Test
    void whenAllAreDamagedTrainingDoesNotStartUnlessFreshly() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            service.train(Map.of(), new LoopScript().stopAt(2));
            for (TrainingCheckpoint checkpoint : service.checkpoints(TestService.MODEL)) {
                Files.deleteIfExists(manifest(checkpoint));
            }

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> service.train(Map.of(), new LoopScript()))
                    .withMessageContainingAll("damaged", service.store().toString(), "--fresh");

            TrainerConfig config = service.config(TestService.MODEL, Map.of());
            assertThat(TrainCommand.run(config, true, true, () -> false)).isZero();
            service.assertAsIfNothingHadHappened();
        }
    }

    @Test
    void aLineageThatWasGivenUpIsNotGoneBackTo() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            service.train(keepingAll(service), new LoopScript().stopAt(4));
            int old = service.checkpoints(TestService.MODEL).size();
            TrainerConfig config = service.config(TestService.MODEL, keepingAll(service));
            assertThat(TrainCommand.run(config, true, true, new LoopScript().stopAt(4)))
                    .isZero();
            List<TrainingCheckpoint> all = service.checkpoints(TestService.MODEL);
            for (TrainingCheckpoint fresh : all.subList(old, all.size())) {
                Files.delete(manifest(fresh));
            }

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> service.train(keepingAll(service), new LoopScript()))
                    .withMessageContaining("found " + (all.size() - old) + " that are damaged");
        }
    }
}
