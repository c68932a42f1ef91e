package io.slipstream.deploy.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.DirectoryLock;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.process.Readiness;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts a broker, a registry and the three services as processes of their own, follows them on their topics, and stops
 * them in order, the source first, so that every record that was sent is accounted for.
 *
 * <p>{@link #run} is called once, by one thread; {@link #kill} by any.
 */
final class Demo {
    private static final Duration INGEST_STOP = Duration.ofSeconds(15);
    private static final Duration TRAINER_STOP = Duration.ofSeconds(60);
    private static final Duration JUDGE_STOP = Duration.ofSeconds(20);
    private static final Duration LAST_FIGURES = Duration.ofSeconds(5);
    private static final Duration LAST_SCORE = Duration.ofSeconds(90);

    private final DemoOptions options;
    private final Installation installation;
    private final String launcher;
    private final Display display;
    private final InstantSource clock;
    private final StopSignal stop;
    private final Instant startedAt;
    private final Children children = new Children();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Instant disturbedAt;

    /**
     * What a demo ended with.
     *
     * @param plan what was run
     * @param report what came out
     * @param problems what went wrong, in words; empty when nothing did
     */
    record Outcome(DemoPlan plan, Report report, List<String> problems) {}

    /**
     * A demo that has not started.
     *
     * @param launcher main class that has the services as its commands
     */
    Demo(
            DemoOptions options,
            Installation installation,
            String launcher,
            Display display,
            InstantSource clock,
            StopSignal stop) {
        this.options = options;
        this.installation = installation;
        this.launcher = launcher;
        this.display = display;
        this.clock = clock;
        this.stop = stop;
        this.startedAt = clock.instant();
    }

    /**
     * Runs until the time is over, the stop signal, or the loss of a process.
     *
     * @throws IOException when the broker or the registry cannot be started, with the reason
     */
    Outcome run() throws IOException, InterruptedException {
        DirectoryLock claimed = claim(options.data());
        try (claimed;
                children) {
            Platform platform = Platform.start(options, installation, startedAt, children, display);
            DemoPlan plan = platform.plan();
            DemoServices services = new DemoServices(plan, installation.archive("slipstream"), launcher);
            Optional<ChildProcess> camera = startCamera(services);
            SchemaRegistryClient schemas = platform.servers().prepare(Topics.all());
            Observations seen = new Observations(plan.model());
            try (TopicFollower follower = TopicFollower.from(startedAt, plan.bootstrapServers(), schemas)) {
                display.line("training model %s, logs in %s; Ctrl-C stops".formatted(plan.model(), plan.logs()));
                if (options.images().isPresent() && options.probe().isEmpty()) {
                    display.line("no --probe: scores are made on the camera's parts, not on anything like your images");
                }
                serve(services, camera, new Watch(follower, seen, display, this::elapsed, options.duration()));
                disturbedAt = disturbedAt(plan, schemas);
            }
            Optional<ScenarioReport> scenario =
                    options.script().map(script -> ScenarioReport.of(script.scenario(), disturbedAt, seen));
            Report report = Report.of(seen, startedAt, scenario.orElse(null));
            problems.addAll(Verdict.problems(report, seen.finished()));
            scenario.ifPresent(said -> problems.addAll(ScenarioVerdict.problems(said)));
            return new Outcome(plan, report, List.copyOf(problems));
        }
    }

    /** One demo per data directory: a second one would write over the logs of the first. */
    private static DirectoryLock claim(Path data) throws IOException {
        Files.createDirectories(data);
        return DirectoryLock.tryTake(data)
                .orElseThrow(() -> new IOException(
                        "Another demo is running in %s: stop it, or choose another directory with --data."
                                .formatted(data.toAbsolutePath())));
    }

    /** Ends every process at once. */
    void kill() {
        children.kill();
    }

    private Optional<ChildProcess> startCamera(DemoServices services) throws IOException {
        return options.probe().isPresent()
                ? Optional.empty()
                : Optional.of(children.addFinishing(services.startCamera()));
    }

    private void serve(DemoServices services, Optional<ChildProcess> camera, Watch watch)
            throws IOException, InterruptedException {
        ChildProcess trainer = children.add(services.startTrainer());
        ChildProcess ingest = children.addFinishing(services.startIngest());
        watch.until(() -> over() || camera.filter(ChildProcess::isAlive).isEmpty());
        List<ChildProcess> judges = startJudges(services);
        if (options.script()
                .filter(script -> script.scenario() == Scenario.BAD_LEARNING_RATE)
                .isPresent()) {
            trainer = mislead(trainer, services, watch);
        }
        watch.until(this::over);
        for (ChildProcess lost : children.lost()) {
            problems.add(Readiness.described(lost, "ended with status " + lost.exitStatus() + " in mid-run"));
        }

        display.line("stopping");
        stop(ingest, INGEST_STOP);
        stop(trainer, TRAINER_STOP);
        if (problems.isEmpty()) {
            watch.until(within(LAST_FIGURES, watch.seen()::finished));
            watch.until(within(
                    LAST_SCORE, () -> judged(watch.seen()) || !children.lost().isEmpty()));
        }
        for (ChildProcess judge : judges) {
            stop(judge, JUDGE_STOP);
        }
    }

    private boolean judged(Observations seen) {
        return seen.lastSnapshotScored() && (options.script().isEmpty() || seen.lastSnapshotReported());
    }

    /** Those who judge what comes out; the last one is asked first. */
    private List<ChildProcess> startJudges(DemoServices services) throws IOException {
        List<ChildProcess> judges = new ArrayList<>();
        judges.add(0, children.add(services.startEvaluator()));
        if (options.script().isPresent()) {
            judges.add(0, children.add(services.startDrift()));
            judges.add(0, children.add(services.startPromoter()));
        }
        return judges;
    }

    /** Replaces the trainer in mid-run by one with a far too high learning rate. */
    private ChildProcess mislead(ChildProcess trainer, DemoServices services, Watch watch)
            throws IOException, InterruptedException {
        Duration after = options.script().orElseThrow().disturbedAfter();
        watch.until(() -> over() || elapsed().compareTo(after) >= 0);
        if (over()) {
            return trainer;
        }
        display.line("the trainer is stopped, and goes on with a far too high learning rate");
        stop(trainer, TRAINER_STOP);
        disturbedAt = clock.instant();
        return children.add(services.startMisledTrainer());
    }

    /** When the script disturbed the pipeline, if it came to that. */
    private @Nullable Instant disturbedAt(DemoPlan plan, SchemaRegistryClient schemas) {
        return options.script()
                .filter(script -> script.scenario() == Scenario.LAMP_CHANGE)
                .flatMap(script -> StreamStart.of(startedAt, plan.bootstrapServers(), schemas)
                        .map(start -> start.plus(script.disturbedAfter())))
                .filter(moment -> moment.isBefore(clock.instant()))
                .orElse(disturbedAt);
    }

    private Duration elapsed() {
        return Duration.between(startedAt, clock.instant());
    }

    private boolean over() {
        boolean timeIsUp = options.duration()
                .filter(limit -> !clock.instant().isBefore(startedAt.plus(limit)))
                .isPresent();
        return timeIsUp || stop.requested() || !children.lost().isEmpty();
    }

    private BooleanSupplier within(Duration limit, BooleanSupplier condition) {
        Instant deadline = clock.instant().plus(limit);
        return () -> condition.getAsBoolean() || clock.instant().isAfter(deadline);
    }

    private void stop(ChildProcess process, Duration limit) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        children.release(process);
        if (!process.stop(limit)) {
            problems.add("The %s process did not stop within %d s and was killed."
                    .formatted(process.name(), limit.toSeconds()));
        } else if (!process.endedInOrder()) {
            problems.add(Readiness.described(process, "stopped with status " + process.exitStatus()));
        }
    }
}
