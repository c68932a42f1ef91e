package io.slipstream.deploy.bench;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.bench.IngestReport.GatewayFigures;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.process.JavaCommand;
import io.slipstream.deploy.process.Readiness;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The gateway as a process, and wrk against it. Every request is another image, so that none is a duplicate, and every
 * answer waits for the broker.
 */
final class GatewayLoad {

    private static final int CONNECTIONS = 32;
    private static final int THREADS = 2;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern RESULT = Pattern.compile("RESULT (\\d+) (\\d+) ([0-9.]+) ([0-9.]+) (\\d+)");

    private final Path wrk;
    private final String brokers;
    private final Path directory;

    GatewayLoad(Path wrk, String brokers, Path directory) {
        this.wrk = wrk;
        this.brokers = brokers;
        this.directory = directory;
    }

    /** The load generator, if it is installed. */
    static Optional<Path> wrk() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "wrk"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Turns one after another, on one gateway, after one that is not counted. */
    List<GatewayFigures> run(int payload, int rounds, int seconds) throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path config = Files.writeString(directory.resolve("gateway.yaml"), """
                listen: 127.0.0.1:%d
                kafka: {bootstrap.servers: '%s'}
                registry: {url: 'mock://bench'}
                """.formatted(port, brokers));
        Path image = Files.write(directory.resolve("image.jpg"), TestImage.one(payload - 32, 0));
        Path script = script();
        JavaCommand command = JavaCommand.slipstream(
                Installation.LAUNCHER,
                List.of("-Xmx512m", "-Dslipstream.log.level=WARN"),
                "gateway",
                "--config",
                config.toString());
        List<GatewayFigures> figures = new ArrayList<>();
        try (ChildProcess gateway = ChildProcess.start("gateway", command, directory.resolve("gateway.log"))) {
            URI url = URI.create("http://127.0.0.1:" + port);
            Readiness.await(gateway, START_LIMIT, () -> isReady(url));
            for (int round = 0; round <= rounds; round++) {
                GatewayFigures turn = turn(url, script, image, payload, seconds, round);
                if (round > 0) {
                    figures.add(turn);
                }
            }
        }
        return figures;
    }

    private GatewayFigures turn(URI url, Path script, Path image, int payload, int seconds, int round)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        wrk.toString(),
                        "-t" + THREADS,
                        "-c" + CONNECTIONS,
                        "-d" + seconds + "s",
                        "-s",
                        script.toString(),
                        url.resolve("/v1/images").toString(),
                        "--",
                        image.toString(),
                        Integer.toString(round))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        Matcher result = RESULT.matcher(said);
        if (status != 0 || !result.find()) {
            throw new IOException("wrk ended with status " + status + ":\n" + said);
        }
        long requests = Long.parseLong(result.group(1));
        return new GatewayFigures(
                payload,
                CONNECTIONS,
                requests,
                requests / (Long.parseLong(result.group(2)) / 1e6),
                Double.parseDouble(result.group(3)) / 1e3,
                Double.parseDouble(result.group(4)) / 1e3,
                Long.parseLong(result.group(5)));
    }

    private Path script() throws IOException {
        Path script = directory.resolve("post.lua");
        try (InputStream in = Objects.requireNonNull(GatewayLoad.class.getResourceAsStream("post.lua"), "post.lua")) {
            Files.write(script, in.readAllBytes());
        }
        return script;
    }

    private static boolean isReady(URI url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) url.resolve("/readyz").toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }
}
