package io.slipstream.ingest.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Every path of the gateway, and the count of what is under way. Thread-safe. */
final class Service extends Handler.Abstract {

    private static final String OPENAPI = "openapi.json";

    /** How far the gateway is with its end. */
    enum Phase {
        /** Requests are taken, and it says so. */
        SERVING,
        /** Requests are taken, and it says that they will not be. */
        ENDING,
        /** Requests are refused. */
        CLOSED
    }

    private final ImagesEndpoint images;
    private final Uplink uplink;
    private final GatewayMetrics metrics;
    private final SilentConnections connections;
    private final LongSupplier nanos;
    private final byte[] openApi;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile Phase phase = Phase.SERVING;

    Service(
            ImagesEndpoint images,
            Uplink uplink,
            GatewayMetrics metrics,
            SilentConnections connections,
            LongSupplier nanos) {
        this.images = images;
        this.uplink = uplink;
        this.metrics = metrics;
        this.connections = connections;
        this.nanos = nanos;
        this.openApi = resource(OPENAPI);
    }

    void enter(Phase next) {
        phase = next;
    }

    /** Requests that have begun and are not answered. */
    int underWay() {
        return underWay.get();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        long begun = nanos.getAsLong();
        Connection connection = request.getConnectionMetaData().getConnection();
        connections.requestBegins(connection);
        underWay.incrementAndGet();
        Runnable end = () -> {
            metrics.countRequest(response.getStatus(), (nanos.getAsLong() - begun) / 1e9);
            underWay.decrementAndGet();
            connections.requestEnds(connection);
        };
        route(new Exchange(request, response, Callback.from(end, callback), nanos));
        return true;
    }

    private void route(Exchange exchange) {
        Request request = exchange.request();
        switch (Request.getPathInContext(request)) {
            case "/v1/images" -> {
                if (!HttpMethod.POST.is(request.getMethod())) {
                    wrongMethod(exchange, "POST");
                } else if (phase == Phase.CLOSED) {
                    exchange.answer(Problem.unavailable("ending", "the gateway ends; send it to another"));
                } else {
                    images.post(exchange);
                }
            }
            case "/healthz" -> get(exchange, () -> exchange.answer(HttpStatus.OK_200, status("up")));
            case "/readyz" -> get(exchange, () -> readiness(exchange));
            case "/metrics" ->
                get(
                        exchange,
                        () -> exchange.answer(
                                HttpStatus.OK_200, GatewayMetrics.CONTENT_TYPE, Map.of(), metrics.text()));
            case "/openapi.json" ->
                get(exchange, () -> exchange.answer(HttpStatus.OK_200, Exchange.JSON, Map.of(), openApi));
            default ->
                exchange.answer(Problem.of(
                        HttpStatus.NOT_FOUND_404, "no-such-path", "expected a path of /openapi.json, found another"));
        }
    }

    private static void get(Exchange exchange, Runnable answer) {
        String method = exchange.request().getMethod();
        if (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method)) {
            answer.run();
        } else {
            wrongMethod(exchange, "GET, HEAD");
        }
    }

    private static void wrongMethod(Exchange exchange, String allowed) {
        exchange.answer(Problem.of(
                        HttpStatus.METHOD_NOT_ALLOWED_405,
                        "wrong-method",
                        "expected " + allowed + ", found another method")
                .withHeader("Allow", allowed));
    }

    private void readiness(Exchange exchange) {
        Uplink.Health health = uplink.health();
        boolean ready = phase == Phase.SERVING && health.isGood();
        exchange.answer(
                ready ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503,
                status(phase != Phase.SERVING ? "ending" : ready ? "ready" : "not ready")
                        .put("broker", health.broker().orElse("there"))
                        .put("registry", health.registry().orElse("there")));
    }

    private static ObjectNode status(String status) {
        return JsonNodeFactory.instance.objectNode().put("status", status);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Service.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }
}
