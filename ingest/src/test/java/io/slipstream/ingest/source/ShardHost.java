package io.slipstream.ingest.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An HTTP server on the loopback interface with files, that fails as it is told to. */
final class ShardHost implements AutoCloseable {

    static final String MODIFIED = "Fri, 02 Jan 2026 03:04:05 GMT";

    /** What one answer does instead of sending everything. */
    sealed interface Fault {

        /** Sends so many bytes and closes the connection. */
        record Break(int after) implements Fault {}

        /** Sends so many bytes and then nothing, without closing it. */
        record Silence(int after) implements Fault {}

        /** Answers with a status and nothing else. */
        record Status(int status) implements Fault {}
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean knowsRanges = true;

    ShardHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void put(String path, byte[] bytes) {
        files.put(path, bytes);
    }

    /** The next answers fail, one after the other. */
    void fail(Fault... next) {
        synchronized (faults) {
            faults.addAll(List.of(next));
        }
    }

    /** From now on every request is answered with the whole file. */
    void forgetRanges() {
        knowsRanges = false;
    }

    /** What was asked for, each as path and range. */
    List<String> asked() {
        return asked;
    }

    /** Bytes of bodies that were sent. */
    long sent() {
        return sent.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        asked.add(path + (range == null ? "" : " " + range));
        Fault fault;
        synchronized (faults) {
            fault = faults.poll();
        }
        try (exchange) {
            byte[] file = files.get(path);
            if (fault instanceof Fault.Status refusal) {
                exchange.sendResponseHeaders(refusal.status(), -1);
            } else if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                String version = "\"" + Arrays.hashCode(file) + "\"";
                boolean part = range != null && knowsRanges && (condition == null || condition.equals(version));
                int from = part ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
                exchange.getResponseHeaders().set("Last-Modified", MODIFIED);
                exchange.getResponseHeaders().set("ETag", version);
                if (part) {
                    exchange.getResponseHeaders()
                            .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
                }
                exchange.sendResponseHeaders(part ? 206 : 200, file.length - from);
                send(exchange, file, from, fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, byte[] file, int from, @Nullable Fault fault)
            throws IOException, InterruptedException {
        int count = file.length - from;
        if (fault instanceof Fault.Break early) {
            count = Math.min(count, early.after());
        } else if (fault instanceof Fault.Silence silence) {
            count = Math.min(count, silence.after());
        }
        sent.addAndGet(count);
        exchange.getResponseBody().write(file, from, count);
        exchange.getResponseBody().flush();
        if (fault instanceof Fault.Silence) {
            stopped.await();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
