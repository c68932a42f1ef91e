package io.slipstream.deploy.chaos.ingest;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.pipeline.Delivery;
import io.slipstream.deploy.pipeline.Mortal;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.Servers;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * A gateway under load, a directory that is sent and curation, each killed with SIGKILL a number of times, and then what has
 * arrived.
 */
final class IngestTrial {
    private static final String FILES = "files";
    private static final long FIRST_FILE = 10_000_000; // far from the uploads' pictures
    private static final int CLIENTS = 4;
    private static final int FILES_PER_SECOND = 100;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration DELIVERY = Duration.ofSeconds(90);
    private static final int SHORTEST_LIFE_MILLIS = 1_500;
    private static final int LONGEST_LIFE_MILLIS = 5_000;

    private final IngestChaosOptions options;
    private final Installation installation;
    private final String launcher;
    private final Display display;
    private final Pictures pictures;
    private final Random random;

    /**
     * A trial that has not started.
     *
     * @param launcher main class that has the services as commands
     */
    IngestTrial(IngestChaosOptions options, Installation installation, String launcher, Display display) {
        this.options = options;
        this.installation = installation;
        this.launcher = launcher;
        this.display = display;
        this.pictures = new Pictures(options.seed());
        this.random = new Random(options.seed());
    }

    /**
     * Holds the trial.
     *
     * @throws IOException if a service cannot be started, with the reason
     */
    IngestReport run(Instant startedAt) throws IOException, InterruptedException {
        Path directory = options.directory().toAbsolutePath();
        Set<String> files = writeFiles(directory.resolve(FILES));
        display.line("starting broker and registry, data and logs in " + directory);
        try (Servers servers = Servers.start(
                        installation, directory, directory.resolve("logs"), LoopbackPort.free(), LoopbackPort.free());
                SchemaRegistryClient registry = servers.prepare(Topics.all());
                Services services = start(servers, directory);
                Delivery delivery = new Delivery(kafka(servers), registry)) {
            Uploads uploads = new Uploads(services.gatewayAddress(), pictures, CLIENTS);
            Map<String, Integer> kills;
            try {
                kills = kill(services);
            } finally {
                uploads.finish();
            }
            services.finishDirectory(START.plusSeconds(options.files() / FILES_PER_SECOND));
            display.line("waiting for what is on its way");
            Set<String> acknowledged = uploads.acknowledged();
            awaitDelivery(delivery, acknowledged, files);
            List<String> problems = new ArrayList<>(uploads.problems());
            problems.addAll(
                    Arrivals.problems(Uploads.SOURCE, acknowledged, uploads.tried(), delivery.of(Uploads.SOURCE)));
            problems.addAll(Arrivals.problems(FILES, files, files, delivery.of(FILES)));
            long refused = records(servers, Topics.IMAGES_DEAD_LETTER);
            if (refused > 0) {
                problems.add("%,d sound images were refused".formatted(refused));
            }
            return new IngestReport(
                    startedAt.toString(),
                    problems.isEmpty(),
                    options.seed(),
                    kills,
                    acknowledged.size(),
                    uploads.retries(),
                    files.size(),
                    records(servers, Topics.IMAGES_RAW),
                    (long) delivery.of(Uploads.SOURCE).size()
                            + delivery.of(FILES).size(),
                    refused,
                    problems);
        }
    }

    private Set<String> writeFiles(Path directory) throws IOException {
        Files.createDirectories(directory);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < options.files(); i++) {
            byte[] jpeg = pictures.jpeg(FIRST_FILE + i);
            Files.write(directory.resolve("%06d.jpg".formatted(i)), jpeg);
            ids.add(Sha256.of(jpeg));
        }
        return ids;
    }

    private Services start(Servers servers, Path directory) throws IOException, InterruptedException {
        URI gateway = URI.create("http://127.0.0.1:" + LoopbackPort.free());
        URI curation = URI.create("http://127.0.0.1:" + LoopbackPort.free());
        Map<String, Object> common = Map.of(
                "kafka",
                kafka(servers),
                "registry",
                Map.of("url", servers.registry().url()));
        Services services = new Services(
                gateway,
                service("gateway", "gateway", common, Map.of("listen", gateway.getAuthority()), directory),
                service(
                        "curation",
                        "curate",
                        common,
                        Map.of(
                                "listen", curation.getAuthority(),
                                "state", directory.resolve("state").toString()),
                        directory),
                service(
                        "directory",
                        "ingest",
                        common,
                        Map.of(
                                "source",
                                "path",
                                "path",
                                directory.resolve(FILES).toString(),
                                "key",
                                FILES,
                                "rate",
                                FILES_PER_SECOND + "/s",
                                "cursor",
                                directory.resolve("cursor").toString()),
                        directory));
        services.gateway().awaitReady(gateway, START);
        services.curation().awaitReady(curation, START);
        return services;
    }

    private Mortal service(
            String name, String command, Map<String, Object> common, Map<String, Object> own, Path directory)
            throws IOException {
        Map<String, Object> config = new HashMap<>(common);
        config.putAll(own);
        return new Mortal(name, launcher, Mortal.SHORT_LIVED, command, config, directory);
    }

    private static Map<String, String> kafka(Servers servers) {
        return Map.of("bootstrap.servers", servers.broker().bootstrapServers());
    }

    /** Kills all three in turns, each as often as was asked for. */
    private Map<String, Integer> kill(Services services) throws IOException, InterruptedException {
        Map<String, Integer> kills = new TreeMap<>();
        for (int round = 1; round <= options.times(); round++) {
            for (Mortal victim : services.all()) {
                Thread.sleep(random.nextInt(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS));
                victim.killAndStart();
                kills.merge(victim.name(), 1, Integer::sum);
                display.line("killed %s, %d of %d".formatted(victim.name(), round, options.times()));
            }
        }
        return kills;
    }

    private static void awaitDelivery(Delivery delivery, Set<String> acknowledged, Set<String> files) {
        long start = System.nanoTime();
        boolean complete = false;
        while (!complete && System.nanoTime() - start < DELIVERY.toNanos()) {
            delivery.poll();
            complete = delivery.of(Uploads.SOURCE).keySet().containsAll(acknowledged)
                    && delivery.of(FILES).keySet().containsAll(files);
        }
        delivery.poll(); // what came twice lies behind
    }

    private static long records(Servers servers, Topic<?> topic) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka(servers), "slipstream-chaos"))) {
            int partitions = admin.describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
            long records = 0;
            for (int i = 0; i < partitions; i++) {
                TopicPartition partition = new TopicPartition(topic.name(), i);
                records += admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
            }
            return records;
        } catch (ExecutionException e) {
            throw new IOException("The broker does not say how much is on " + topic.name() + ": " + e.getMessage(), e);
        }
    }
}
