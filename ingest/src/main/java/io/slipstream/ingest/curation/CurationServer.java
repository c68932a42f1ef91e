package io.slipstream.ingest.curation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.slipstream.schemas.service.ListenAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers about a running instance over HTTP: {@code /v1/curation} (its ledgers, JSON), {@code /metrics} (the same for
 * Prometheus), {@code /healthz} (200 unless curation has failed) and {@code /readyz} (200 while it curates).
 */
final class CurationServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CurationServer.class);
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;

    private final CurationService service;
    private final CurationReport report;
    private final CurationMetrics metrics;
    private final HttpServer server;
    private final ExecutorService threads;

    @SuppressWarnings("ArrayRecordComponent") // an answer is written, and that is all
    private record Answer(int status, String type, byte[] body) {
        static Answer text(int status, String words) {
            return new Answer(status, TEXT, (words + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private CurationServer(CurationService service, String application, HttpServer server) {
        this.service = service;
        this.report = new CurationReport(application, new ObjectMapper());
        this.metrics = new CurationMetrics(service);
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "curation-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    static CurationServer start(CurationService service, String application, ListenAddress address) throws IOException {
        CurationServer server = new CurationServer(service, application, bind(address));
        server.server.start();
        log.atInfo()
                .addKeyValue("host", address.host())
                .addKeyValue("port", server.port())
                .log("Answering over HTTP");
        return server;
    }

    private static HttpServer bind(ListenAddress address) throws IOException {
        try {
            return HttpServer.create(address.socket(), BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot listen on " + address.host() + ":" + address.port() + ": " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            Answer answer = isHead || exchange.getRequestMethod().equals("GET")
                    ? answer(exchange)
                    : Answer.text(405, "expected GET, found " + exchange.getRequestMethod());
            if (answer.status() == 405) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            }
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), isHead ? -1 : answer.body().length);
            if (!isHead) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        return switch (exchange.getRequestURI().getPath()) {
            case "/v1/curation" -> ledgers();
            case "/metrics" -> metrics(exchange);
            case "/healthz" ->
                service.failure().isPresent() ? Answer.text(503, "curation has failed") : Answer.text(200, "ok");
            case "/readyz" ->
                service.state() == KafkaStreams.State.RUNNING
                        ? Answer.text(200, "ok")
                        : Answer.text(503, "curation is " + service.state());
            default -> Answer.text(404, "expected /v1/curation, /metrics, /healthz or /readyz");
        };
    }

    private Answer ledgers() throws IOException {
        try {
            return new Answer(200, JSON, report.json(service.state().name(), service.ledgers()));
        } catch (InvalidStateStoreException | IllegalStateException moving) {
            return Answer.text(503, "partitions are moving or their state is being restored; ask again");
        }
    }

    private Answer metrics(HttpExchange exchange) throws IOException {
        ExpositionFormatWriter writer =
                ExpositionFormats.init().findWriter(exchange.getRequestHeaders().getFirst("Accept"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, metrics.scrape());
        return new Answer(200, writer.getContentType(), body.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
