package io.slipstream.deploy.bench.continual;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.client.ImageProducer;
import io.slipstream.deploy.bench.embed.MachineFacts;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.Servers;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** All runs of one command, one after the other, each a model of its own on one topic that has one partition. */
final class ContinualBench {

    private final ContinualPlan plan;
    private final LabelledImages stream;
    private final LabelledImages probe;
    private final Path directory;
    private final Consumer<String> out;

    /**
     * A benchmark that has not started.
     *
     * @param stream images that trainers see
     * @param probe images that they do not
     * @param directory of its own
     */
    ContinualBench(
            ContinualPlan plan, LabelledImages stream, LabelledImages probe, Path directory, Consumer<String> out) {
        this.plan = plan;
        this.stream = stream;
        this.probe = probe;
        this.directory = directory.toAbsolutePath();
        this.out = out;
    }

    /**
     * Runs every arm with every seed.
     *
     * @throws IOException if a process fails, or an image cannot be decoded
     */
    ContinualReport run() throws IOException, InterruptedException {
        try (Servers servers = Servers.start(
                Installation.current(),
                directory,
                directory.resolve("logs"),
                LoopbackPort.free(),
                LoopbackPort.free())) {
            servers.prepare(Topics.all(1)).close(); // the order of the stream is that of one partition
            return run(servers);
        } catch (BadImageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private ContinualReport run(Servers servers) throws IOException, InterruptedException, BadImageException {
        List<ContinualReport.ArmFigures> arms = new ArrayList<>();
        try (ImageProducer producer = ImageProducer.builder(
                        Map.of("bootstrap.servers", servers.broker().bootstrapServers()),
                        servers.registry().url().toString())
                .topic(Topics.IMAGES.name())
                .connect()) {
            for (Arm arm : plan.arms()) {
                List<ContinualRun.Outcome> outcomes = new ArrayList<>();
                for (long seed : plan.seeds()) {
                    outcomes.add(run(arm, seed, servers, producer));
                }
                arms.add(ContinualReport.ArmFigures.of(arm, outcomes));
            }
        }
        return new ContinualReport(
                MachineFacts.here(),
                plan.device(),
                plan.protocol().toString(),
                plan.budget().toString(),
                plan.records(),
                plan.repeats(),
                plan.method(),
                plan.settings(),
                probe.classes().size(),
                probe.size(),
                arms);
    }

    private ContinualRun.Outcome run(Arm arm, long seed, Servers servers, ImageProducer producer)
            throws IOException, InterruptedException, BadImageException {
        String name = arm + "-" + seed;
        List<Task> tasks = plan.protocol().stream(stream, plan.records(), plan.repeats(), new Random(seed));
        Map<String, Object> settings = new LinkedHashMap<>(arm.settings(plan.budget()));
        settings.putAll(Map.of(
                "model", "continual-" + name,
                "seed", seed,
                "method", plan.method(),
                "device", plan.device(),
                "start-at", Instant.now().toString(),
                "threads", plan.threads()));
        settings.putAll(Map.of(
                "intake.dedupe-window",
                0,
                "health.learning-steps",
                Integer.MAX_VALUE,
                "snapshot.every",
                Integer.MAX_VALUE,
                "checkpoint.every",
                "10m",
                "kafka",
                Map.of("bootstrap.servers", servers.broker().bootstrapServers()),
                "registry.url",
                servers.registry().url().toString()));
        settings.putAll(plan.settings());
        TaskTrainer trainer = TaskTrainer.of(Installation.LAUNCHER, directory.resolve(name), settings);
        TaskProbe asked = new TaskProbe(probe, seed, plan.threads());
        return new ContinualRun(
                        producer,
                        trainer,
                        asked,
                        plan.protocol().hasDistinctTasks(),
                        line -> out.accept(arm + ", seed " + seed + ", " + line))
                .run(tasks, seed);
    }
}
