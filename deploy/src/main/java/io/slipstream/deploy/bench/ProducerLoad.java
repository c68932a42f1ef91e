package io.slipstream.deploy.bench;

import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.JavaCommand;
import io.slipstream.deploy.process.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns of the two contenders: Kafka's producer-perf-test and the producer client, each in a JVM of its own with the
 * same options, the same producer settings, the same number of records of the same size, and the same warm-up.
 *
 * @param batch {@code batch.size}
 * @param compression {@code compression.type}
 */
record ProducerLoad(int batch, String compression) {

    /** The largest payload: with its record it has to fit a message. */
    static final int LARGEST = 8 << 20;

    private static final String KAFKA_TOOL = "org.apache.kafka.tools.ProducerPerformance";
    private static final List<String> JVM = List.of("-Xmx512m", "-Dslipstream.log.level=WARN");
    private static final Pattern RESULT = Pattern.compile("records sent, ([0-9.]+) records/sec");

    /** One turn's work. */
    record Turn(String brokers, String topic, int payload, long records, long warmUp) {}

    /** The settings both producers get. */
    Map<String, String> settings() {
        return new TreeMap<>(Map.of(
                "batch.size",
                Integer.toString(batch),
                "linger.ms",
                "10",
                "compression.type",
                compression,
                "buffer.memory",
                Integer.toString(64 << 20),
                "max.request.size",
                Integer.toString(11 << 20)));
    }

    /** Records per second of Kafka's own tool. */
    double kafka(Turn turn, Path directory) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--topic",
                turn.topic(),
                "--num-records",
                Long.toString(turn.warmUp() + turn.records()),
                "--warmup-records",
                Long.toString(turn.warmUp()),
                "--payload-file",
                payloadFile(directory, turn.payload()).toString(),
                "--throughput",
                "-1",
                "--bootstrap-server",
                turn.brokers(),
                "--command-property",
                "acks=all",
                "enable.idempotence=true"));
        settings().forEach((name, value) -> arguments.add(name + "=" + value));
        return run("producer-perf-test", KAFKA_TOOL, arguments, directory);
    }

    /** Images per second of the producer client. */
    double client(Turn turn, Path directory) throws IOException, InterruptedException {
        return ours("client", ClientLoad.class, turn, directory);
    }

    /** Records per second of {@link FloorLoad}. */
    double floor(Turn turn, Path directory) throws IOException, InterruptedException {
        return ours("floor", FloorLoad.class, turn, directory);
    }

    private double ours(String name, Class<?> program, Turn turn, Path directory)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                turn.brokers(),
                turn.topic(),
                Integer.toString(turn.payload()),
                Long.toString(turn.records()),
                Long.toString(turn.warmUp())));
        settings().forEach((key, value) -> arguments.add(key + "=" + value));
        return run(name, program.getName(), arguments, directory);
    }

    private static double run(String name, String mainClass, List<String> arguments, Path directory)
            throws IOException, InterruptedException {
        JavaCommand command = new JavaCommand(JVM, System.getProperty("java.class.path"), mainClass, arguments);
        try (ChildProcess process = ChildProcess.start(name, command, directory.resolve(name + ".log"))) {
            int status = process.await();
            String said = Files.readString(process.logFile());
            if (status != 0) {
                throw new IOException(Readiness.described(process, "ended with status " + status));
            }
            return rate(said);
        }
    }

    /**
     * The rate in a contender's last report, which leaves the warm-up out.
     *
     * @throws IOException if it reported none
     */
    static double rate(String said) throws IOException {
        Matcher results = RESULT.matcher(said);
        String rate = "";
        while (results.find()) {
            rate = results.group(1);
        }
        if (rate.isEmpty()) {
            throw new IOException("expected a report of records per second, found:\n" + said);
        }
        return Double.parseDouble(rate);
    }

    /** Kafka's tool reads its payloads from lines; made up anew for every record, they would be what is measured. */
    private static Path payloadFile(Path directory, int payload) throws IOException {
        Path file = directory.resolve("payload-" + payload + ".txt");
        if (Files.notExists(file)) {
            Random random = new Random(payload);
            List<String> lines = new ArrayList<>();
            for (int line = 0; line < 64; line++) {
                lines.add(random.ints(payload, 'A', 'Z' + 1)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()));
            }
            Files.write(file, lines);
        }
        return file;
    }
}
