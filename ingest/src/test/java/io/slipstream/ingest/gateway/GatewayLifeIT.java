package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.ingest.TestImages;
import io.slipstream.ingest.gateway.RunningGateway.Answer;
import io.slipstream.schemas.record.ImageSample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beginning, trouble and end of a gateway. */
class GatewayLifeIT {

    private static final String SOURCE = Envelope.SOURCE;

    private final Path folder;
    private final String registry;

    GatewayLifeIT(@TempDir Path folder) {
        this.folder = folder;
        this.registry = "mock://" + folder.getFileName();
    }

    @Test
    void withoutABrokerItSaysSoAndItBeginsWhenTheBrokerComes() throws Exception {
        int port = freePort();
        try (RunningGateway gateway = RunningGateway.start("", "127.0.0.1:" + port, registry)) {
            // Given
            assertThat(gateway.get("/healthz").status()).isEqualTo(200);
            assertThat(gateway.get("/readyz").status()).isEqualTo(503);
            Answer refused = gateway.post(TestImages.jpeg(1), SOURCE, "gate");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("not-ready");
            assertThat(refused.header("Retry-After")).isNotEmpty();

            // When
            try (EmbeddedKafka broker = EmbeddedKafka.start(folder, port, freePort())) {

                // Then
                awaitReady(gateway);
                assertThat(gateway.post(TestImages.jpeg(1), SOURCE, "gate").status())
                        .isEqualTo(202);
                assertThat(new TopicReader(broker.bootstrapServers(), registry).samples())
                        .hasSize(1);
            }
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenTheBrokerBounces() throws Exception {
        int port = freePort();
        int controller = freePort();
        EmbeddedKafka broker = EmbeddedKafka.start(folder, port, controller);
        try (RunningGateway gateway = RunningGateway.start("ack-timeout: 3s", "127.0.0.1:" + port, registry)) {
            // Given
            awaitReady(gateway);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger number = new AtomicInteger();
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            Set<Integer> statuses = ConcurrentHashMap.newKeySet();
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int sender = 0; sender < 4; sender++) {
                senders.add(CompletableFuture.runAsync(() -> sendUntil(gateway, stop, number, acknowledged, statuses)));
            }

            // When
            for (int bounce = 0; bounce < 2; bounce++) {
                int before = acknowledged.size();
                await().until(() -> acknowledged.size() > before + 100);
                broker.close();
                await().atMost(Duration.ofSeconds(20)).until(() -> statuses.contains(503));
                broker = EmbeddedKafka.start(folder, port, controller);
            }
            int before = acknowledged.size();
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > before + 100);
            stop.set(true);
            CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

            // Then
            assertThat(statuses).containsExactlyInAnyOrder(202, 503);
            Set<String> there = new TopicReader(broker.bootstrapServers(), registry)
                    .samples().stream().map(ImageSample::getId).collect(Collectors.toSet());
            assertThat(there).containsAll(acknowledged);
        } finally {
            broker.close();
        }
    }

    @Test
    void askedToStopItRefusesWhatIsNewAndFinishesWhatHasBegun() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder);
                RunningGateway gateway =
                        RunningGateway.start("drain: {timeout: 20s}", broker.bootstrapServers(), registry);
                RawConnection begun = new RawConnection(gateway.port())) {
            // Given
            awaitReady(gateway);
            byte[] image = TestImages.jpeg(1);
            begun.send("POST /v1/images?source=begun HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                    + image.length + "\r\n\r\n");
            await().untilAsserted(() ->
                    assertThat(gateway.get("/metrics").body()).contains("slipstream_gateway_requests_under_way 2.0"));

            // When
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> serve(gateway, stop));
            stop.set(true);

            // Then
            await().untilAsserted(() -> assertThat(
                            gateway.get("/readyz").json().path("status").asText())
                    .isEqualTo("ending"));
            await().untilAsserted(() -> assertThat(
                            gateway.post(TestImages.jpeg(2), SOURCE, "gate").code())
                    .isEqualTo("ending"));
            assertThat(serving).isNotDone();
            begun.send(image);
            assertThat(begun.readToEnd()).startsWith("HTTP/1.1 202 ").contains("\"published\"");
            serving.get(20, TimeUnit.SECONDS);
            assertThat(new TopicReader(broker.bootstrapServers(), registry).samples())
                    .hasSize(1);
        }
    }

    @Test
    void aBodyThatTricklesInIsAnsweredAsTooSlow() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder);
                RunningGateway gateway =
                        RunningGateway.start("upload: {min-rate: 1MiB}", broker.bootstrapServers(), registry);
                RawConnection slow = new RawConnection(gateway.port())) {
            awaitReady(gateway);
            slow.send("POST /v1/images?source=slow HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
            AtomicBoolean answered = new AtomicBoolean();
            CompletableFuture<Void> trickle =
                    CompletableFuture.runAsync(() -> await().pollInterval(Duration.ofMillis(200))
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> answered.get() || !slow.takes("abc")));

            assertThat(slow.readToEnd()).startsWith("HTTP/1.1 408 ").contains("bytes per second");

            answered.set(true);
            trickle.get(30, TimeUnit.SECONDS);
        }
    }

    private static void sendUntil(
            RunningGateway gateway,
            AtomicBoolean stop,
            AtomicInteger number,
            Set<String> acknowledged,
            Set<Integer> statuses) {
        try {
            while (!stop.get()) {
                Answer answer = gateway.post(TestImages.jpeg(number.incrementAndGet()), SOURCE, "gate");
                statuses.add(answer.status());
                if (answer.status() == 202) {
                    acknowledged.add(answer.image(0).path("id").asText());
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void serve(RunningGateway gateway, AtomicBoolean stop) {
        try {
            gateway.gateway().serve(stop::get);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitReady(RunningGateway gateway) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(gateway.get("/readyz").status()).isEqualTo(200));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
