package io.slipstream.ingest.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Posts cases to the gateway, several at a time, and counts its answers. */
final class CaseUrl implements CaseSink {

    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI url;
    private final Optional<String> token;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    CaseUrl(URI url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    @Override
    public void accept(FuzzCase image) throws IOException, InterruptedException {
        room.acquire();
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/octet-stream")
                .header("X-Slipstream-Source", "fuzz")
                .POST(BodyPublishers.ofByteArray(image.bytes()));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        post(image, request.build(), System.nanoTime() + PATIENCE.toNanos());
    }

    private void post(FuzzCase image, HttpRequest request, long until) {
        client.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, exception) -> {
            if (answer != null && isBusy(answer) && System.nanoTime() < until) {
                CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> post(image, request, until));
                return;
            }
            String status = answer == null ? "no answer" : String.valueOf(answer.statusCode());
            answers.merge(status + "  " + image.mutation().title(), 1, Integer::sum);
            // Whoever refuses a body early may close the connection while it is still being sent.
            boolean cutOff = answer == null && image.mutation() == Mutation.HUGE;
            if (answer == null ? !cutOff : answer.statusCode() >= 500) {
                failure.compareAndSet(null, image.name() + ": " + (answer == null ? exception : answer.body()));
            }
            room.release();
        });
    }

    private static boolean isBusy(HttpResponse<String> answer) {
        return answer.statusCode() == 429 || answer.statusCode() == 503;
    }

    @Override
    public String finish() throws IOException, InterruptedException {
        room.acquire(AT_ONCE);
        StringBuilder text = new StringBuilder();
        answers.forEach((answer, count) -> text.append(String.format("%10d  %s%n", count, answer)));
        String failed = failure.get();
        if (failed != null) {
            throw new IOException(text + "expected every image to be taken or refused, found " + failed);
        }
        return text.toString();
    }

    @Override
    public void close() {
        // The client's threads are daemons; it has nothing to close before Java 21.
    }
}
