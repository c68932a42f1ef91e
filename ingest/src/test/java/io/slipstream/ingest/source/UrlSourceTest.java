package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrlSourceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ByteSize CAP = new ByteSize(1_000);

    private final Path list;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtATime = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);

    UrlSourceTest(@TempDir Path folder) throws IOException {
        list = folder.resolve("urls.txt");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        stopped.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void imagesComeInTheOrderOfTheListHoweverLongTheyTake() throws Exception {
        list("# a comment", "", "/late/a", "/b", "  /late/c  ", "/d", "/e", "/f");

        List<RawImage> images = read(Optional.empty(), config(30_000, 3, true));

        assertThat(images)
                .extracting(UrlSourceTest::text)
                .containsExactly("/late/a", "/b", "/late/c", "/d", "/e", "/f");
        assertThat(images.get(0).captureTime()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(images.get(0).origin()).isEqualTo(list + ":3 " + address("/late/a"));
        assertThat(mostAtATime.get()).isBetween(2, 3);
    }

    @Test
    void whatCannotBeHadIsUnreadableWithTheReasonAndTheRestComes() throws Exception {
        list("/missing", "not a url", "ftp://host/a", "/redirect/6", "/redirect/5", "/b?token=secret");

        List<RawImage> images = read(Optional.empty(), config(30_000, 1, true));

        assertThat(images).hasSize(6);
        assertThat(images.get(0).problem()).hasValue("the server answered 404");
        assertThat(images.get(1).problem()).hasValue("not a URL");
        assertThat(images.get(2).problem()).hasValue("not an http or https URL");
        assertThat(images.get(3).problem()).hasValue("more than 5 redirects");
        assertThat(images.get(4).problem()).isEmpty();
        assertThat(images.get(5).origin()).endsWith("/b").doesNotContain("secret");
    }

    @Test
    void aServerThatFailsIsAskedAgainAsOftenAsAllowed() throws Exception {
        list("/fails/2");

        List<RawImage> images = read(Optional.empty(), config(30_000, 3, true));

        assertThat(images).singleElement().satisfies(image -> assertThat(image.problem())
                .isEmpty());
        assertThat(requests).hasValue(3);
        requests.set(0);
        assertThat(read(Optional.empty(), config(30_000, 2, true)))
                .singleElement()
                .satisfies(image -> assertThat(image.problem()).hasValue("the server answered 503, 2 times"));
    }

    @Test
    void aServerThatSendsNothingOrForEverIsLeftAfterTheTimeout() throws Exception {
        list("/silent", "/trickle", "/endless", "/b");

        List<RawImage> images = read(Optional.empty(), config(1_000, 1, true));

        assertThat(images.get(0).problem()).hasValue("not there after 1000 ms, 1 times");
        assertThat(images.get(1).problem()).hasValue("not there after 1000 ms, 1 times");
        assertThat(images.get(2).problem()).isEmpty();
        assertThat(images.get(2).bytes()).hasSize(1_000);
        assertThat(text(images.get(3))).isEqualTo("/b");
    }

    @Test
    void ofALargeImageOnlyTheCapIsReceivedAndTheTrueSizeIsTold() throws Exception {
        list("/large");

        assertThat(read(Optional.empty(), config(30_000, 1, true)))
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.bytes()).hasSize(1_000);
                    assertThat(image.size()).isEqualTo(50_000_000);
                });
    }

    @Test
    void privateAddressesAreNotAskedUnlessAllowed() throws Exception {
        list(
                "/b",
                "http://localhost:" + server.getAddress().getPort() + "/b",
                "http://[::1]/b",
                "http://169.254.169.254/latest");

        List<RawImage> images = read(Optional.empty(), config(5_000, 1, false));

        assertThat(images).allSatisfy(image -> assertThat(image.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("has an address that is not public")));
        assertThat(requests).hasValue(0);
    }

    @Test
    void itGoesOnBehindTheLineOfTheLastOneIfTheListIsStillTheSameThere() throws Exception {
        list("/a", "/b", "/c");
        List<RawImage> whole = read(Optional.empty(), config(30_000, 1, true));

        list("/a", "/b", "/c", "/d");
        assertThat(read(Optional.of(whole.get(1).position()), config(30_000, 1, true)))
                .extracting(UrlSourceTest::text)
                .containsExactly("/c", "/d");
        list("/new", "/a", "/b", "/c");
        assertThatThrownBy(() -> read(Optional.of(whole.get(1).position()), config(30_000, 1, true)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected line 2")
                .hasMessageContaining("remove the cursor");
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        mostAtATime.accumulateAndGet(running.incrementAndGet(), Math::max);
        String path = exchange.getRequestURI().getPath();
        String[] parts = path.split("/", -1);
        try (exchange) {
            exchange.getResponseHeaders().set("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT");
            switch (parts[1]) {
                case "missing" -> exchange.sendResponseHeaders(404, -1);
                case "redirect" -> redirect(exchange, Integer.parseInt(parts[2]));
                case "fails" ->
                    exchange.sendResponseHeaders(requests.get() > Integer.parseInt(parts[2]) ? 200 : 503, -1);
                case "silent" -> stopped.await();
                case "trickle" -> trickle(exchange);
                case "endless" -> pour(exchange, 0);
                case "large" -> pour(exchange, 50_000_000);
                case "late" -> answerLate(exchange, path);
                default -> answer(exchange, path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
    }

    private static void redirect(HttpExchange exchange, int more) throws IOException {
        exchange.getResponseHeaders().set("Location", more == 1 ? "/b" : "/redirect/" + (more - 1));
        exchange.sendResponseHeaders(302, -1);
    }

    private void trickle(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write(1);
        exchange.getResponseBody().flush();
        stopped.await();
    }

    private static void pour(HttpExchange exchange, long length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        byte[] some = new byte[10_000];
        Arrays.fill(some, (byte) 'x');
        try (OutputStream body = exchange.getResponseBody()) {
            for (long sent = 0; length == 0 || sent < length; sent += some.length) {
                body.write(some);
            }
        }
    }

    /** After another request, to which the answer comes first. */
    private void answerLate(HttpExchange exchange, String path) throws IOException, InterruptedException {
        for (int i = 0; i < 200 && requests.get() < 2; i++) {
            stopped.await(10, TimeUnit.MILLISECONDS);
        }
        stopped.await(100, TimeUnit.MILLISECONDS);
        answer(exchange, path);
    }

    private static void answer(HttpExchange exchange, String path) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private List<RawImage> read(Optional<String> last, UrlsConfig config) throws Exception {
        List<RawImage> images = new ArrayList<>();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (ImageSource source = UrlSource.open(list, "web", config, 3, CAP, last, clock)) {
            Pull pull = source.pull(Duration.ofSeconds(30));
            while (pull instanceof Pull.Image next) {
                images.add(next.image());
                pull = source.pull(Duration.ofSeconds(30));
            }
            assertThat(pull).isInstanceOf(Pull.End.class);
        }
        return images;
    }

    private static UrlsConfig config(int millis, int attempts, boolean allowPrivate) {
        return new UrlsConfig(Duration.ofMillis(millis), attempts, 5, allowPrivate);
    }

    private void list(String... lines) throws IOException {
        List<String> urls = Arrays.stream(lines)
                .map(line -> line.strip().startsWith("/") ? line.replace(line.strip(), address(line.strip())) : line)
                .toList();
        Files.write(list, urls);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String text(RawImage image) {
        return new String(image.bytes(), StandardCharsets.UTF_8);
    }
}
