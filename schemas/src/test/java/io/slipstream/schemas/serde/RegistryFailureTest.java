package io.slipstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers see of a registry that fails, on a server that answers what the test says. */
class RegistryFailureTest {

    private static final byte[] FRAME = {0, 0, 0, 0, 7, 1};

    private HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void startTheServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopTheServer() {
        server.stop(0);
    }

    @Test
    void anIncompatibleSchemaIsRefusedInTheRegistrysOwnWords() {
        answer("/config/", 200, "{\"compatibility\": \"FULL_TRANSITIVE\"}");
        answer("/subjects/", 409, "{\"error_code\": 409, \"message\": \"field width changed its type\"}");

        assertThatThrownBy(() -> Registry.register(client(server.getAddress().getPort()), Topics.IMAGES))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("images-value")
                .hasMessageContaining("field width changed its type");
    }

    @Test
    void aRegistryWithoutSettingsForNewSubjectsGetsThemAfterTheFirstSchema() {
        AtomicInteger settings = new AtomicInteger();
        server.createContext("/config/", exchange -> {
            boolean first = settings.getAndIncrement() == 0;
            byte[] body = (first
                            ? "{\"error_code\": 40401, \"message\": \"no such subject\"}"
                            : "{\"compatibility\": \"FULL_TRANSITIVE\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(first ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        answer("/subjects/", 200, "{\"id\": 7}");

        Registry.register(client(server.getAddress().getPort()), Topics.IMAGES);

        assertThat(settings).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void anAnswerThatSaysLaterIsRetriable(int status) {
        answer("/", status, "{\"error_code\": " + status + ", \"message\": \"overloaded\"}");

        assertThatThrownBy(() -> deserializer(server.getAddress().getPort()).deserialize("images", FRAME))
                .isInstanceOf(RegistryUnavailableException.class)
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("overloaded");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void anyOtherAnswerIsAStopAndNotABadRecord(int status) {
        answer("/", status, "{\"error_code\": " + status + ", \"message\": \"not for you\"}");

        assertThatThrownBy(() -> deserializer(server.getAddress().getPort()).deserialize("images", FRAME))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("not for you");
    }

    @Test
    void aRegistryThatIsDownIsRetriable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThatThrownBy(() -> deserializer(port).deserialize("images", FRAME))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> Registry.register(client(port), Topics.IMAGES))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("images-value");
    }

    @Test
    void aRegistryThatNeverAnswersIsRetriableAfterTheReadTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> deserializer(silent.getLocalPort()).deserialize("images", FRAME))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("timed out");
        }
    }

    @Test
    void afterAFailureTheNextRecordAsksAgain() {
        answer("/", 503, "{\"error_code\": 503, \"message\": \"starting\"}");
        AvroDeserializer<ImageSample> deserializer =
                deserializer(server.getAddress().getPort());

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> deserializer.deserialize("images", FRAME))
                    .isInstanceOf(RegistryUnavailableException.class);
        }

        assertThat(requests).hasValue(3);
    }

    @Test
    void anUnknownIdIsAskedForOnce() {
        answer("/", 404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");
        AvroDeserializer<ImageSample> deserializer =
                deserializer(server.getAddress().getPort());

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> deserializer.deserialize("images", FRAME))
                    .isInstanceOfSatisfying(BadRecordException.class, bad -> assertThat(bad.reason())
                            .isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA));
        }

        assertThat(requests).hasValue(1);
    }

    private void answer(String path, int status, String json) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static AvroDeserializer<ImageSample> deserializer(int port) {
        return new AvroDeserializer<>(client(port), ImageSample.class);
    }

    private static SchemaRegistryClient client(int port) {
        return Registry.connect(new RegistryConfig(
                "http://127.0.0.1:" + port, Duration.ofMillis(500), Duration.ofMillis(300), Map.of()));
    }
}
