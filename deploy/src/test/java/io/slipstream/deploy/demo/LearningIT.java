package io.slipstream.deploy.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.trainer.recipe.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole pipeline, end to end, with every service a process of its own: does an encoder learn from the stream?
 *
 * <p>By the recipe that learns fastest while an encoder is young. Weights, views and camera have a fixed seed; which images
 * meet in a batch depends on time, so the score moves by a few points from run to run. The margin asserted is a third of
 * the gain usually seen at that many images.
 */
class LearningIT {
    private static final long SEED = 7;
    private static final double MARGIN = 0.08;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Pattern SCORED_AFTER_ENOUGH_IMAGES =
            Pattern.compile("snapshot at step .* (1[6-9]|[2-9]\\d),\\d{3} images seen");

    private final Path data;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final StopSignal stop = new StopSignal();

    LearningIT(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void anEncoderThatLearnsFromTheStreamBeatsTheUntrainedOneAndTheLedgerBalances() throws Exception {
        // Given
        DemoOptions options = new DemoOptions(
                Optional.of(PATIENCE),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Recipe.SIMCLR),
                Optional.empty(),
                SEED,
                data,
                LoopbackPort.free(),
                LoopbackPort.free());
        Display display =
                new Display(new PrintStream(shown, true, StandardCharsets.UTF_8), false, 80, System::nanoTime);
        FutureTask<Demo.Outcome> demo = new FutureTask<>(
                () -> new Demo(options, Installation.current(), Installation.LAUNCHER, display, Clock.systemUTC(), stop)
                        .run());
        new Thread(demo, "demo").start();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> demo.isDone()
                        || SCORED_AFTER_ENOUGH_IMAGES
                                .matcher(shown.toString(StandardCharsets.UTF_8))
                                .find());

        // When
        stop.request();
        Demo.Outcome outcome = demo.get();

        // Then
        assertThat(outcome.problems())
                .as(shown.toString(StandardCharsets.UTF_8))
                .isEmpty();
        Report report = outcome.report();
        double untrained = requireNonNull(report.baseline().knnTop1());
        double trained = requireNonNull(report.lastScored().orElseThrow().knnTop1());
        assertThat(trained).as("kNN, untrained %.3f", untrained).isGreaterThan(untrained + MARGIN);
        assertThat(report.ledger()).hasSize(4).allSatisfy(entry -> assertThat(entry.covered())
                .isEqualTo(entry.trained() + entry.deadLettered() + entry.dropped() + entry.duplicates()));
        assertThat(report.ledger())
                .anySatisfy(entry -> assertThat(entry.trained()).isPositive());
        assertThat(report.deadLetters()).isEmpty();
    }
}
