package io.slipstream.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipstream.broker.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * As much of a schema registry as the client asks for, on a port of its own, that can be stopped and started again with
 * what it knew. Every schema has one id, whatever its subject.
 */
final class HttpRegistry implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String IDS = "/schemas/ids/";

    private final int port = LoopbackPort.free();
    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private @Nullable HttpServer server;

    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Requests answered. */
    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        byte[] answer = JSON.writeValueAsBytes(
                path.startsWith(IDS)
                        ? Map.of("schema", schemas.get(Integer.parseInt(path.substring(IDS.length())) - 1))
                        : body.has("schema")
                                ? Map.of("id", id(body.required("schema").textValue()))
                                : Map.of("compatibility", "FULL_TRANSITIVE"));
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private synchronized int id(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public void close() {
        stop();
    }
}
