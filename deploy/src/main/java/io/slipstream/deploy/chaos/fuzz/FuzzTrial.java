package io.slipstream.deploy.chaos.fuzz;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.pipeline.CurationLedger;
import io.slipstream.deploy.pipeline.DeadLetterCounts;
import io.slipstream.deploy.pipeline.Delivery;
import io.slipstream.deploy.pipeline.Mortal;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.process.JavaCommand;
import io.slipstream.deploy.process.Readiness;
import io.slipstream.deploy.standalone.Servers;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Hostile images to the topic and to the gateway, curation behind both, and then the sums. */
final class FuzzTrial {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** No image may hold curation up for longer than its {@code decode-limit} of ten seconds, many times over. */
    private static final Duration STANDSTILL = Duration.ofSeconds(90);

    /** Native memory of a JVM with Kafka's clients and RocksDB in it, generously. */
    private static final long BESIDE_HEAP_MB = 512;

    private static final long GATEWAY_HEAP_MB = 512;

    /** The least that decodes every image the default limits allow; see docs/curation.md, Memory. */
    private static final long CURATION_HEAP_MB = 1792;

    private final int count;
    private final long seed;
    private final Path directory;
    private final Display display;
    private final List<String> problems = new ArrayList<>();

    /**
     * A trial that has not started.
     *
     * @param count hostile images, half of them to the topic and half to the gateway
     * @param directory of everything the run leaves behind
     */
    FuzzTrial(int count, long seed, Path directory, Display display) {
        this.count = count;
        this.seed = seed;
        this.directory = directory.toAbsolutePath();
        this.display = display;
    }

    /**
     * Holds the trial.
     *
     * @throws IOException if a service cannot be started, with the reason
     */
    FuzzTrialReport run(Instant startedAt) throws IOException, InterruptedException {
        display.line("starting broker, registry, gateway and curation, data and logs in " + directory);
        URI gatewayAddress = URI.create("http://127.0.0.1:" + LoopbackPort.free());
        URI curationAddress = URI.create("http://127.0.0.1:" + LoopbackPort.free());
        try (Servers servers = Servers.start(
                        Installation.current(),
                        directory,
                        directory.resolve("logs"),
                        LoopbackPort.free(),
                        LoopbackPort.free());
                SchemaRegistryClient registry = servers.prepare(Topics.all());
                Mortal gateway = service("gateway", GATEWAY_HEAP_MB, servers, Map.of(), gatewayAddress);
                Mortal curation = service(
                        "curate",
                        CURATION_HEAP_MB,
                        servers,
                        Map.of("state", directory.resolve("state").toString()),
                        curationAddress);
                Delivery delivery = new Delivery(kafka(servers), registry)) {
            gateway.awaitReady(gatewayAddress, START);
            curation.awaitReady(curationAddress, START);
            long started = System.nanoTime();
            Map<Mortal, ResidentMemory> memory = Map.of(
                    gateway, new ResidentMemory(gateway.process().pid()),
                    curation, new ResidentMemory(curation.process().pid()));
            int toTopic = count / 2;
            int toGateway = count - toTopic;
            send(
                    "topic",
                    toTopic,
                    seed,
                    memory,
                    "--to-topic=" + Topics.IMAGES_RAW.name(),
                    "--brokers=" + servers.broker().bootstrapServers());
            send("gateway", toGateway, seed + 1, memory, "--to-url=" + gatewayAddress.resolve("/v1/images"));
            Map<String, Long> posted = GatewayCounts.at(gatewayAddress);
            long published = posted.getOrDefault("published", 0L);
            CurationLedger ledger = awaitCuration(curationAddress, toTopic + published, memory);
            double seconds = (System.nanoTime() - started) / 1e9;
            while (delivery.poll() > 0 || delivery.count() < ledger.forwarded()) {
                look(memory);
                if ((System.nanoTime() - started) / 1e9 > seconds + STANDSTILL.toSeconds()) {
                    break;
                }
            }
            Map<String, Map<String, Long>> letters = DeadLetterCounts.of(kafka(servers), registry);
            requireSums(toTopic, toGateway, posted, ledger, letters, delivery.count());
            Map<String, List<Long>> thirds = new TreeMap<>();
            memory.forEach((service, looks) -> thirds.put(service.name(), looks.thirds()));
            requireMemory(thirds);
            return new FuzzTrialReport(
                    startedAt.toString(),
                    problems.isEmpty(),
                    seed,
                    toTopic,
                    toGateway,
                    posted,
                    letters.getOrDefault("gateway", Map.of()),
                    ledger.read(),
                    delivery.count(),
                    letters.getOrDefault("curation", Map.of()),
                    ledger.dropped(),
                    thirds,
                    seconds,
                    problems);
        }
    }

    /** The shipped command, as anyone would run it. */
    private void send(String name, int images, long from, Map<Mortal, ResidentMemory> memory, String... target)
            throws IOException, InterruptedException {
        display.line("%,d hostile images to the %s".formatted(images, name));
        List<String> arguments = new ArrayList<>(List.of("fuzz", "--count=" + images, "--seed=" + from));
        arguments.addAll(List.of(target));
        JavaCommand command =
                JavaCommand.slipstream(Installation.LAUNCHER, List.of("-Xmx1g"), arguments.toArray(String[]::new));
        try (ChildProcess fuzz =
                ChildProcess.start("fuzz", command, directory.resolve("logs").resolve("fuzz-" + name + ".log"))) {
            while (fuzz.isAlive()) {
                pause(memory);
            }
            if (fuzz.exitStatus() != 0) {
                problems.add(Readiness.described(fuzz, "ended with status " + fuzz.exitStatus()));
            }
        }
    }

    /** Waits until curation has read so many records, as long as it goes on. */
    private CurationLedger awaitCuration(URI address, long records, Map<Mortal, ResidentMemory> memory)
            throws IOException, InterruptedException {
        CurationLedger last = CurationLedger.sum(List.of());
        long moved = System.nanoTime();
        while (last.read() < records) {
            pause(memory);
            Optional<CurationLedger> now = CurationLedger.at(address);
            if (now.isPresent() && now.get().read() > last.read()) {
                last = now.get();
                moved = System.nanoTime();
                display.status("curation has read %,d of %,d".formatted(last.read(), records));
            } else if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                throw new IOException("expected curation to read %,d records, found it standing still at %,d"
                        .formatted(records, last.read()));
            }
        }
        return last;
    }

    private void requireSums(
            int toTopic,
            int toGateway,
            Map<String, Long> posted,
            CurationLedger ledger,
            Map<String, Map<String, Long>> letters,
            long delivered) {
        long published = posted.getOrDefault("published", 0L);
        long refused = posted.getOrDefault("refused", 0L);
        require("posted", toGateway, published + refused + posted.getOrDefault("duplicate", 0L));
        require("dead letters of the gateway", refused, total(letters, "gateway"));
        require("records curation read", toTopic + published, ledger.read());
        require("images delivered", ledger.forwarded(), delivered);
        require("dead letters of curation", ledger.refused(), total(letters, "curation"));
        Map<String, Long> found = letters.getOrDefault("curation", Map.of());
        if (!found.equals(ledger.deadLettered())) {
            problems.add("reasons of curation: expected " + ledger.deadLettered() + ", found " + found);
        }
        if (!ledger.addsUp()) {
            problems.add("expected read = forwarded + dead-lettered + dropped, found " + ledger);
        }
        letters.forEach((stage, reasons) -> {
            if (reasons.containsKey("UNKNOWN")) {
                problems.add("expected a reason for every dead letter of " + stage + ", found " + reasons);
            }
        });
    }

    private void require(String what, long expected, long found) {
        if (expected != found) {
            problems.add("%s: expected %,d, found %,d".formatted(what, expected, found));
        }
    }

    private void requireMemory(Map<String, List<Long>> thirds) {
        Map<String, Long> bounds =
                Map.of("gateway", GATEWAY_HEAP_MB + BESIDE_HEAP_MB, "curate", CURATION_HEAP_MB + BESIDE_HEAP_MB);
        thirds.forEach((process, megabytes) -> {
            long bound = bounds.getOrDefault(process, 0L);
            if (megabytes.stream().anyMatch(most -> most > bound)) {
                problems.add("%s: expected at most %,d MB, found %s".formatted(process, bound, megabytes));
            }
        });
    }

    private static long total(Map<String, Map<String, Long>> letters, String stage) {
        return letters.getOrDefault(stage, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Mortal service(String command, long heapMegabytes, Servers servers, Map<String, Object> own, URI address)
            throws IOException {
        Map<String, Object> config = new HashMap<>(own);
        config.put("listen", address.getAuthority());
        config.put("kafka", kafka(servers));
        config.put("registry", Map.of("url", servers.registry().url()));
        return new Mortal(
                command,
                Installation.LAUNCHER,
                List.of("-Xmx" + heapMegabytes + "m", "-XX:+ExitOnOutOfMemoryError"),
                command,
                config,
                directory);
    }

    /** Waits a moment, and takes note of memory and of whether everybody still lives. */
    private static void pause(Map<Mortal, ResidentMemory> memory) throws IOException, InterruptedException {
        look(memory);
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        for (Mortal service : memory.keySet()) {
            if (!service.process().isAlive()) {
                throw new IOException(Readiness.described(
                        service.process(),
                        "ended with status " + service.process().exitStatus()));
            }
        }
    }

    private static void look(Map<Mortal, ResidentMemory> memory) {
        memory.values().forEach(ResidentMemory::look);
    }

    private static Map<String, String> kafka(Servers servers) {
        return Map.of("bootstrap.servers", servers.broker().bootstrapServers());
    }
}
