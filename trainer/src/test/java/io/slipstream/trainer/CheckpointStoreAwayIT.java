package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer does while the checkpoint store takes nothing: a file lies where its directory was. */
class CheckpointStoreAwayIT {

    private final Path directory;

    CheckpointStoreAwayIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private Path aside() {
        return directory.resolve("aside");
    }

    private void takeAway(TestService service) throws IOException {
        Files.move(service.store(), aside());
        Files.writeString(service.store(), "no directory");
    }

    private void bringBack(TestService service) throws IOException {
        Files.delete(service.store());
        Files.move(aside(), service.store());
    }

    @Test
    void trainingGoesOnWithoutCheckpointsWhichFollowOnceTheStoreIsBack() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            AtomicLong announced = new AtomicLong();
            LoopScript script = new LoopScript()
                    .at(8, () -> takeAway(service))
                    .at(9, () -> announced.set(checkpoints(service)))
                    .at(28, () -> {
                        // One may have had its files before they went
                        assertThat(checkpoints(service)).isBetween(announced.get(), announced.get() + 1);
                        bringBack(service);
                    });

            service.train(Map.of("checkpoint", service.checkpoint("100ms", "keep: 100")), script);

            assertThat(script.turns()).isGreaterThan(28);
            service.assertAsIfNothingHadHappened();
        }
    }

    private static long checkpoints(TestService service) {
        return service.checkpoints(TestService.MODEL).size();
    }

    @Test
    void trainingThatWouldBeInVainForTooLongEndsAndTheNextStartGoesOnFromTheLastCheckpoint() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            Map<String, String> impatient = Map.of("checkpoint", service.checkpoint("100ms", "give-up-after: 5s"));

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> service.train(impatient, new LoopScript().at(8, () -> takeAway(service))))
                    .havingCause()
                    .isInstanceOf(IOException.class)
                    .withMessageContainingAll(
                            "no checkpoint could be written for",
                            service.store().toString());

            bringBack(service);
            service.train(Map.of(), new LoopScript());
            service.assertAsIfNothingHadHappened();
        }
    }
}
