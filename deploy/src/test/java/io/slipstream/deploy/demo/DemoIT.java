package io.slipstream.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with a real broker, a real registry and services that only pretend; see {@link FakeServices}. */
class DemoIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final long SEED = 7;
    private static final Duration DURATION = Duration.ofHours(1);

    private final Path data;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final StopSignal stop = new StopSignal();
    private volatile Duration skipped = Duration.ZERO;

    DemoIT(@TempDir Path data) {
        this.data = data;
    }

    @AfterEach
    void nothingIsLeftRunning() {
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void aDemoThatIsStoppedReportsWhatTheServicesSaidUpToTheirEnd() throws Exception {
        // Given
        FutureTask<Demo.Outcome> demo = start(SEED);
        Awaitility.await().atMost(PATIENCE).until(() -> shown().contains(
                        "snapshot at step 10: kNN 50.0 % (untrained 40.0 %)"));

        // When
        stop.request();
        Demo.Outcome outcome = demo.get();

        // Then
        assertThat(outcome.problems()).isEmpty();
        Report report = outcome.report();
        assertThat(report.baseline().knnTop1()).isEqualTo(0.4);
        assertThat(report.snapshots()).extracting(Report.Snapshot::step).containsExactly(10L, 12L);
        assertThat(report.lastScored()).map(Report.Snapshot::knnTop1).hasValue(0.52);
        assertThat(report.ledger()).singleElement().satisfies(entry -> assertThat(entry.covered())
                .isEqualTo(100));
        assertThat(report.deadLetters()).isEqualTo(Map.of("EMPTY", 1L));
        assertThat(shown()).contains("refused by ingest: EMPTY");
    }

    @Test
    void aServiceThatDiesEndsTheDemoWithItsLastWords() throws Exception {
        Demo.Outcome outcome = start(FakeServices.TRAINER_CRASHES).get();

        assertThat(outcome.problems())
                .first()
                .asString()
                .startsWith("The trainer process ended with status 3 in mid-run.")
                .contains("out of ideas");
    }

    @Test
    void aDemoThatHasHadItsTimeStopsByItselfAndSaysWhyItFailed() throws Exception {
        // Given
        FutureTask<Demo.Outcome> demo = start(FakeServices.LEDGER_IS_WRONG);
        Awaitility.await().atMost(PATIENCE).until(() -> shown().contains("snapshot at step 10"));

        // When
        skipped = DURATION;
        Demo.Outcome outcome = demo.get();

        // Then
        assertThat(outcome.problems())
                .singleElement()
                .asString()
                .contains("images-0 does not balance: covered 100, accounted for 99");
    }

    @Test
    void aScenarioIsDisturbedOnceAndSaysWhatTheJudgesSaid() throws Exception {
        // Given
        FutureTask<Demo.Outcome> demo =
                start(SEED, Optional.of(new DemoOptions.Script(Scenario.BAD_LEARNING_RATE, Duration.ofSeconds(1))));
        Awaitility.await().atMost(PATIENCE).until(() -> shown().contains(
                        "snapshot at step 30 is collapsed: all alike"));

        // When
        stop.request();
        Demo.Outcome outcome = demo.get();

        // Then
        assertThat(outcome.problems()).isEmpty();
        assertThat(shown())
                .containsOnlyOnce("goes on with a far too high learning rate")
                .contains("stable now serves " + outcome.plan().model() + "-10");
        assertThat(outcome.report().scenario()).isNotNull().satisfies(scenario -> {
            assertThat(scenario.disturbedAt()).isAfter(outcome.plan().startedAt());
            assertThat(scenario.windows()).hasSize(1);
            assertThat(scenario.snapshots())
                    .filteredOn(ScenarioReport.Judged::disturbed)
                    .extracting(ScenarioReport.Judged::step)
                    .contains(30L);
        });
    }

    private FutureTask<Demo.Outcome> start(long seed) {
        return start(seed, Optional.empty());
    }

    private FutureTask<Demo.Outcome> start(long seed, Optional<DemoOptions.Script> script) {
        DemoOptions options = new DemoOptions(
                Optional.of(DURATION),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                script,
                seed,
                data,
                LoopbackPort.free(),
                LoopbackPort.free());
        Display display =
                new Display(new PrintStream(shown, true, StandardCharsets.UTF_8), false, 80, System::nanoTime);
        InstantSource clock = () -> Instant.now().plus(skipped);
        Callable<Demo.Outcome> run = () ->
                new Demo(options, Installation.current(), FakeServices.class.getName(), display, clock, stop).run();
        FutureTask<Demo.Outcome> task = new FutureTask<>(run);
        new Thread(task, "demo").start();
        return task;
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
