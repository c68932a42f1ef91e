package io.slipstream.deploy.standalone;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.process.JavaCommand;
import io.slipstream.deploy.process.Readiness;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Apicurio Registry as a process of its own, speaking Confluent's API on 127.0.0.1, its schemas in an H2 file.
 *
 * @param process the process
 * @param port port for clients
 */
public record RegistryServer(ChildProcess process, int port) {
    /** Port for clients unless it is taken. */
    public static final int PREFERRED_PORT = 8081;

    private static final String RUNNER = "apicurio-registry-app-3.0.9-runner.jar";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

    /** Starts the process and returns before it is ready. */
    public static RegistryServer start(Installation installation, Path data, int port, Path logFile)
            throws IOException {
        return start(command(installation, data, port).from(installation.archive("registry")), port, logFile);
    }

    /** Starts a command made by {@link #command}, changed or not. */
    public static RegistryServer start(JavaCommand command, int port, Path logFile) throws IOException {
        return new RegistryServer(ChildProcess.start("registry", command, logFile), port);
    }

    /** The command line that runs it. */
    public static JavaCommand command(Installation installation, Path data, int port) throws IOException {
        Path directory = installation.registry().toAbsolutePath();
        Files.createDirectories(data);
        List<String> options = List.of(
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + LoopbackPort.free(),
                "-Dquarkus.http.access-log.enabled=false",
                "-Dapicurio.datasource.url=" + database(data));
        String classPath =
                directory.resolve(RUNNER) + File.pathSeparator + directory.resolve("slipstream-with-parent.jar");
        return new JavaCommand(
                options,
                classPath,
                "io.slipstream.deploy.parent.WithParent",
                List.of(Long.toString(ProcessHandle.current().pid()), "io.quarkus.runner.GeneratedMain"));
    }

    /** By default H2 may lose the last half second: schema ids that records on the topics already carry. */
    private static String database(Path data) {
        return "jdbc:h2:file:" + data.toAbsolutePath().resolve("registry") + ";WRITE_DELAY=0";
    }

    /** The address for clients of Confluent's API. */
    public URI url() {
        return url(port);
    }

    /** The address of a registry on that port. */
    public static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7");
    }

    /** Returns when schemas can be registered; refuses incompatible ones from then on, where its own default refuses none. */
    public void awaitReady() throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT).build();
        Readiness.await(process, START_LIMIT, () -> answers(client));
        HttpRequest request = request("/config")
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(BodyPublishers.ofString("{\"compatibility\": \"FULL_TRANSITIVE\"}"))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("The registry at %s refused compatibility FULL_TRANSITIVE: status %d, %s"
                    .formatted(url(), response.statusCode(), response.body()));
        }
    }

    private boolean answers(HttpClient client) {
        try {
            HttpRequest request = request("/subjects").build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(REQUEST_LIMIT);
    }
}
