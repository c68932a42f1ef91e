package io.slipstream.deploy.bench;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.bench.IngestReport.ClientFigures;
import io.slipstream.deploy.bench.IngestReport.GatewayFigures;
import io.slipstream.deploy.bench.ProducerLoad.Turn;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.BrokerServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.AppInfoParser;

/** One measurement of ingest, from the broker's start to the report. */
final class IngestBench {

    /** wrk's turn, by the task: 10 KiB. */
    private static final int GATEWAY_PAYLOAD = 10 << 10;

    /** Fewer records than this say little. */
    private static final long FEWEST = 1000;

    private final Path data;
    private final ProducerLoad load;
    private final int rounds;
    private final int megabytes;
    private final int wrkSeconds;
    private final PrintWriter out;
    private final List<Contender> contenders;
    private int topics;

    /** @param floor whether {@link FloorLoad} takes turns too */
    IngestBench(
            Path data, ProducerLoad load, int rounds, int megabytes, boolean floor, int wrkSeconds, PrintWriter out) {
        this.data = data;
        this.load = load;
        this.rounds = rounds;
        this.megabytes = megabytes;
        this.wrkSeconds = wrkSeconds;
        this.out = out;
        this.contenders = floor ? List.of(Contender.values()) : List.of(Contender.KAFKA, Contender.CLIENT);
    }

    IngestReport run(List<Integer> payloads) throws IOException, InterruptedException {
        Files.createDirectories(data);
        Path directory = Files.createTempDirectory(data, "bench-ingest-").toAbsolutePath();
        try {
            return measure(payloads, directory);
        } finally {
            delete(directory);
        }
    }

    private IngestReport measure(List<Integer> payloads, Path directory) throws IOException, InterruptedException {
        List<ClientFigures> client = new ArrayList<>();
        List<GatewayFigures> gateway = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        BrokerServer broker = BrokerServer.start(
                Installation.current(),
                directory.resolve("broker"),
                LoopbackPort.preferably(BrokerServer.PREFERRED_PORT),
                directory.resolve("broker.log"));
        try (ChildProcess process = broker.process();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            broker.awaitReady();
            say("broker, process %d", process.pid());
            for (int payload : payloads) {
                client.add(client(payload, broker.bootstrapServers(), admin, directory));
            }
            Optional<Path> wrk = GatewayLoad.wrk();
            if (wrkSeconds == 0) {
                skipped.add("gateway: --wrk-seconds 0");
            } else if (wrk.isEmpty()) {
                skipped.add("gateway: wrk is not on the PATH");
            } else {
                say("gateway, %d bytes", GATEWAY_PAYLOAD);
                gateway.addAll(new GatewayLoad(wrk.get(), broker.bootstrapServers(), directory)
                        .run(GATEWAY_PAYLOAD, rounds, wrkSeconds));
            }
        }
        return new IngestReport(machine(), new TreeMap<>(load.settings()), client, gateway, skipped);
    }

    private ClientFigures client(int payload, String brokers, Admin admin, Path directory)
            throws IOException, InterruptedException {
        long records = Math.max(FEWEST, megabytes * 1_000_000L / payload);
        Map<Contender, List<Double>> rates = new EnumMap<>(Contender.class);
        for (int round = 0; round < rounds; round++) {
            // Who begins changes, so that nobody always follows the same one's writes to disk.
            for (int place = 0; place < contenders.size(); place++) {
                Contender contender = contenders.get((round + place) % contenders.size());
                String topic = create(admin);
                // As long as both compile, it is the compiler that is measured.
                Turn turn = new Turn(brokers, topic, payload, records, records / 2);
                double rate = contender.run(load, turn, directory);
                rates.computeIfAbsent(contender, key -> new ArrayList<>()).add(rate);
                say("%6d bytes  %-18s %9.0f/s", payload, contender.title, rate);
                remove(admin, topic);
            }
        }
        return ClientFigures.of(
                payload,
                rates.getOrDefault(Contender.KAFKA, List.of()),
                rates.getOrDefault(Contender.CLIENT, List.of()),
                rates.getOrDefault(Contender.FLOOR, List.of()));
    }

    /** Who takes turns. */
    private enum Contender {
        KAFKA("producer-perf-test") {
            @Override
            double run(ProducerLoad load, Turn turn, Path directory) throws IOException, InterruptedException {
                return load.kafka(turn, directory);
            }
        },
        CLIENT("client") {
            @Override
            double run(ProducerLoad load, Turn turn, Path directory) throws IOException, InterruptedException {
                return load.client(turn, directory);
            }
        },
        FLOOR("hash and bytes only") {
            @Override
            double run(ProducerLoad load, Turn turn, Path directory) throws IOException, InterruptedException {
                return load.floor(turn, directory);
            }
        };

        private final String title;

        Contender(String title) {
            this.title = title;
        }

        abstract double run(ProducerLoad load, Turn turn, Path directory) throws IOException, InterruptedException;
    }

    private String create(Admin admin) throws IOException, InterruptedException {
        String topic = "bench-" + topics++;
        NewTopic wanted = new NewTopic(topic, 1, (short) 1)
                .configs(Map.of("max.message.bytes", "11534336", "file.delete.delay.ms", "1000"));
        try {
            admin.createTopics(List.of(wanted)).all().get();
        } catch (ExecutionException e) {
            throw new IOException("cannot create the topic " + topic + ": " + e.getCause(), e);
        }
        return topic;
    }

    private static void remove(Admin admin, String topic) throws IOException, InterruptedException {
        try {
            admin.deleteTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new IOException("cannot delete the topic " + topic + ": " + e.getCause(), e);
        }
    }

    private void say(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }

    static Map<String, String> machine() {
        return new TreeMap<>(Map.of(
                "java", Runtime.version().toString(),
                "kafka", AppInfoParser.getVersion(),
                "os", System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "processors", Integer.toString(Runtime.getRuntime().availableProcessors())));
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
