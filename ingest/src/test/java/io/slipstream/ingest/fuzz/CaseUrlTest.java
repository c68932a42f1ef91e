package io.slipstream.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CaseUrlTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    CaseUrlTest() throws IOException {}

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private CaseUrl answering(ToIntFunction<HttpExchange> status) {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            exchange.sendResponseHeaders(status.applyAsInt(exchange), -1);
            exchange.close();
        });
        server.start();
        return new CaseUrl(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/images"), Optional.of("secret"));
    }

    private static FuzzCase image(int number) {
        return new FuzzCase(number, Mutation.SPLICE, "a.png", new byte[] {1, 2, 3});
    }

    @Test
    void everyAnswerIsCounted() throws Exception {
        try (CaseUrl gateway = answering(exchange -> {
            boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    && "fuzz".equals(exchange.getRequestHeaders().getFirst("X-Slipstream-Source"));
            return known ? 422 : 401;
        })) {
            for (int number = 0; number < 40; number++) {
                gateway.accept(image(number));
            }

            assertThat(gateway.finish()).isEqualToIgnoringNewLines("        40  422  splice");
        }
    }

    @Test
    void aBusyGatewayIsAskedAgain() throws Exception {
        try (CaseUrl gateway = answering(exchange -> requests.get() <= 3 ? 503 : 202)) {
            gateway.accept(image(0));

            assertThat(gateway.finish()).isEqualToIgnoringNewLines("         1  202  splice");
        }
        assertThat(requests).hasValue(4);
    }

    @Test
    void aFailureOfTheGatewayIsAFailureOfTheRun() throws Exception {
        try (CaseUrl gateway = answering(exchange -> 500)) {
            gateway.accept(image(7));

            assertThatThrownBy(gateway::finish)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("00007-splice-a.png");
        }
    }
}
