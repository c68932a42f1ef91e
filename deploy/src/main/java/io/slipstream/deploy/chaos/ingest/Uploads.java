package io.slipstream.deploy.chaos.ingest;

import io.slipstream.schemas.hash.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of the gateway that send picture after picture, each until it is acknowledged, as a careful program would: no
 * answer, 429 and 503 are tried again.
 */
final class Uploads {
    static final String SOURCE = "upload";

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int ACCEPTED = 202;
    private static final Set<Integer> WORTH_A_RETRY = Set.of(429, 503);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI target;
    private final Pictures pictures;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> problems = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** Begins to send. */
    Uploads(URI gateway, Pictures pictures, int clients) {
        this.target = gateway.resolve("/v1/images");
        this.pictures = pictures;
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(this::send, "upload-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void send() {
        try {
            while (!stopping) {
                byte[] jpeg = pictures.jpeg(next.getAndIncrement());
                String id = Sha256.of(jpeg);
                tried.add(id);
                while (!stopping && !isAcknowledged(jpeg)) {
                    retries.incrementAndGet();
                    Thread.sleep(PAUSE.toMillis());
                }
                if (!stopping) {
                    acknowledged.add(id);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAcknowledged(byte[] jpeg) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(TIMEOUT)
                .header("Content-Type", "image/jpeg")
                .header("X-Slipstream-Source", SOURCE)
                .POST(BodyPublishers.ofByteArray(jpeg))
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status != ACCEPTED && !WORTH_A_RETRY.contains(status)) {
                problems.add("a sound image was answered with " + status);
            }
            return status == ACCEPTED;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** Ends when every client is through with its picture, or has given it up. */
    void finish() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Pictures for which there may or may not have been an answer. */
    Set<String> tried() {
        return Set.copyOf(tried);
    }

    /** Pictures the gateway has answered for with 202. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Answers that a gateway must not give, in words. */
    Set<String> problems() {
        return Set.copyOf(problems);
    }

    /** Requests that had to be sent again. */
    long retries() {
        return retries.get();
    }
}
