package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema registry is away when a trainer starts, and when it has to ask for what it does not know yet. */
class RegistryAwayIT {

    private final Path directory;

    RegistryAwayIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void trainingStartsOnceTheRegistryIsBackAndNoRecordIsRefusedForIt() throws Exception {
        try (HttpRegistry registry = new HttpRegistry()) {
            registry.start();
            try (TestService service = TestService.filled(directory, registry.url())) {
                service.train(Map.of(), new LoopScript().stopAt(4));
                registry.stop();
                int asked = registry.asked();

                CompletableFuture<Void> back = CompletableFuture.runAsync(
                        () -> start(registry), CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));
                service.train(Map.of(), new LoopScript());
                back.get();

                assertThat(registry.asked()).isGreaterThan(asked);
                service.assertAsIfNothingHadHappened();
            }
        }
    }

    @Test
    void checkpointsFollowOnceTheRegistryIsBack() throws Exception {
        try (HttpRegistry registry = new HttpRegistry()) {
            registry.start();
            try (TestService service = TestService.filled(directory, registry.url())) {
                LoopScript script = new LoopScript().at(1, registry::stop).at(12, registry::start);

                service.train(Map.of(), script);

                assertThat(script.turns()).isGreaterThan(12);
                service.assertAsIfNothingHadHappened();
            }
        }
    }

    private static void start(HttpRegistry registry) {
        try {
            registry.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
