package io.slipstream.schemas.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions about a running service over HTTP: a page per path, GET and HEAD only, without authentication. For a
 * few callers at a time, such as a scraper and a person. Thread-safe.
 */
public final class StatusServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StatusServer.class);
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final Map<String, Page> pages;
    private final ExecutorService threads;

    /** What a path answers. */
    @FunctionalInterface
    public interface Page {
        /**
         * Answers one request.
         *
         * @param accept the media types the caller wants, as it says; null if it does not
         */
        Answer answer(@Nullable String accept) throws IOException;
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param type media type of the body
     */
    @SuppressWarnings("ArrayRecordComponent") // an answer is written, and that is all
    public record Answer(int status, String type, byte[] body) {

        /** A line of text. */
        public static Answer text(int status, String words) {
            return new Answer(status, TEXT, (words + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        }

        /** A document. */
        public static Answer json(byte[] body) {
            return new Answer(200, JSON, body);
        }
    }

    private StatusServer(HttpServer server, Map<String, Page> pages) {
        this.server = server;
        this.pages = new TreeMap<>(pages);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "status-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Starts to answer.
     *
     * @param pages by path
     * @throws IOException with the address, if nobody can listen there
     */
    public static StatusServer start(ListenAddress address, Map<String, Page> pages) throws IOException {
        StatusServer server = new StatusServer(bind(address), pages);
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
    public int port() {
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
        Page page = pages.get(exchange.getRequestURI().getPath());
        return page == null
                ? Answer.text(404, "expected one of " + String.join(", ", pages.keySet()))
                : page.answer(exchange.getRequestHeaders().getFirst("Accept"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
