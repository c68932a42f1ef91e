package io.slipstream.deploy.chaos;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.Servers;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.method.MethodName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Starts a broker and a registry, writes the topic, and holds a {@link KillTrial} for each method. */
final class ChaosRun {
    private final ChaosOptions options;
    private final Installation installation;
    private final String launcher;
    private final Display display;
    private final Instant startedAt;

    /**
     * A run that has not started.
     *
     * @param launcher main class that has {@code train} as a command
     * @param startedAt time of the report
     */
    ChaosRun(ChaosOptions options, Installation installation, String launcher, Display display, Instant startedAt) {
        this.options = options;
        this.installation = installation;
        this.launcher = launcher;
        this.display = display;
        this.startedAt = startedAt;
    }

    /**
     * Runs all trials. One that fails is part of the report, and the next one begins.
     *
     * @throws IOException if the broker or the registry cannot be started, with the reason
     */
    ChaosReport run() throws IOException, InterruptedException {
        Path directory = options.directory().toAbsolutePath();
        display.line("starting broker and registry, data and logs in " + directory);
        try (Servers servers = Servers.start(
                        installation, directory, directory.resolve("logs"), LoopbackPort.free(), LoopbackPort.free());
                SchemaRegistryClient registry = servers.prepare(Topics.all(options.partitions()));
                TopicScan topics = new TopicScan(servers.broker().bootstrapServers(), registry)) {
            StreamPlan stream = StreamPlan.of(options.images(), options.partitions(), options.seed());
            Instant firstRecord = startedAt.minusMillis(stream.entries().size()); // none comes from the future
            StreamWriter writer =
                    new StreamWriter(servers.broker().bootstrapServers(), registry, options.seed(), firstRecord);
            writer.write(stream);
            display.line("wrote %,d records to %s".formatted(stream.entries().size(), Topics.IMAGES.name()));
            List<MethodReport> methods = new ArrayList<>();
            for (MethodName method : options.methods()) {
                TrainerPlan plan = new TrainerPlan(
                        method,
                        options.seed(),
                        directory.resolve(method.toString()),
                        servers.broker().bootstrapServers(),
                        servers.registry().url());
                Trainers trainers = new Trainers(plan, installation.archive("slipstream"), launcher);
                EvidenceReader evidence = new EvidenceReader(topics);
                methods.add(run(new KillTrial(plan, trainers, stream, writer::timestamp, evidence, display), method));
            }
            return report(stream, methods);
        }
    }

    private MethodReport run(KillTrial trial, MethodName method) throws InterruptedException {
        try {
            return trial.run(options.times());
        } catch (IOException e) {
            return MethodReport.failed(method, String.valueOf(e.getMessage()));
        }
    }

    private ChaosReport report(StreamPlan stream, List<MethodReport> methods) {
        return new ChaosReport(
                startedAt.toString(),
                methods.stream().allMatch(MethodReport::passed),
                options.times(),
                options.partitions(),
                options.images(),
                stream.entries().size(),
                options.seed(),
                Runtime.version().toString(),
                Runtime.getRuntime().availableProcessors(),
                methods);
    }
}
