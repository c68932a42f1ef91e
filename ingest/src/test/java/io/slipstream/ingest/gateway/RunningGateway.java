package io.slipstream.ingest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A gateway on a free port, and a client that holds every answer against the OpenAPI document. */
final class RunningGateway implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OpenApiContract CONTRACT = new OpenApiContract();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Gateway gateway;

    private RunningGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /** @param keys of the configuration in YAML's flow style, without those for Kafka and the registry */
    static RunningGateway start(String keys, String bootstrapServers, String registry)
            throws ConfigException, IOException {
        return new RunningGateway(Gateway.start(config(keys, bootstrapServers, registry)));
    }

    static GatewayConfig config(String keys, String bootstrapServers, String registry) throws ConfigException {
        String yaml = "{" + keys + (keys.isEmpty() ? "" : ", ") + "listen: '127.0.0.1:0', kafka: {bootstrap.servers: '"
                + bootstrapServers + "', linger.ms: '2'}, registry: {url: '" + registry + "'}}";
        return ConfigLoader.parse(yaml, "gateway.yaml", GatewayConfig.class);
    }

    int port() {
        return gateway.port();
    }

    Gateway gateway() {
        return gateway;
    }

    /** A request to be finished: the path begins with a slash. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    Answer post(byte[] image, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/v1/images").POST(BodyPublishers.ofByteArray(image));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Answer send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        Answer answer = new Answer(response);
        CONTRACT.check(
                request.method(),
                request.uri().getPath(),
                answer.status(),
                answer.header("Content-Type"),
                answer.body());
        return answer;
    }

    /** An answer of the gateway. */
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(body());
            } catch (IOException e) {
                throw new AssertionError(body(), e);
            }
        }

        String code() {
            return json().path("code").asText();
        }

        JsonNode image(int number) {
            return json().path("images").path(number);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
