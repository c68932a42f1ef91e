package io.slipstream.ingest.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipstream.ingest.gateway.DeadLetters.RefusedImage;
import io.slipstream.schemas.record.DeadLetterReason;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers to {@code POST /v1/images}, counted. Thread-safe.
 *
 * @param executor what waits for the broker answers here, not on the producer's thread
 */
record Answers(GatewayMetrics metrics, Executor executor) {

    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    /** Answers a request whose images were looked at. */
    void answer(Exchange exchange, Head head, List<ImageResult> results) {
        results.forEach(result -> metrics.countImage(head.sender().name(), result));
        @Nullable Problem problem = problem(head, results);
        if (problem != null) {
            exchange.answer(problem.withImages(results));
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ack", head.queued() ? "queued" : "broker");
        ArrayNode images = json.putArray("images");
        results.forEach(result -> images.add(result.json()));
        exchange.answer(HttpStatus.ACCEPTED_202, json);
    }

    /** Why the request is not answered 202; null if it is. */
    private static @Nullable Problem problem(Head head, List<ImageResult> results) {
        for (ImageResult result : results) {
            if (result instanceof ImageResult.Failed failed) {
                return failed.worthAnotherTry()
                        ? Problem.unavailable("not-acknowledged", failed.detail())
                        : Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500, "not-published", failed.detail());
            }
        }
        if (!results.stream().allMatch(ImageResult.Refused.class::isInstance)) {
            return null;
        }
        ImageResult.Refused first = (ImageResult.Refused) results.get(0);
        return head.form()
                ? Problem.of(HttpStatus.UNPROCESSABLE_ENTITY_422, "no-image-accepted", "every image was refused")
                : Problem.of(
                        Problem.statusOf(first.reason()),
                        first.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        first.detail());
    }

    /** Ends a request that fails through no fault of the client's. */
    static @Nullable Void fail(Exchange exchange, Throwable defect) {
        log.atError().setCause(defect).log("A request failed on the gateway's own account");
        exchange.fail(defect);
        return null;
    }

    /**
     * Ends a request whose body could not be taken. A single image that is too large leaves a dead letter.
     *
     * @param limit most bytes of the body
     */
    void refuse(Exchange exchange, Head head, long limit, Submission submission, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (!(cause instanceof ProblemException known)) {
            fail(exchange, cause);
            return;
        }
        Problem problem = known.problem();
        if (head.form() || problem.status() != HttpStatus.PAYLOAD_TOO_LARGE_413) {
            exchange.answer(problem);
            return;
        }
        String source = head.envelope().source().or(head.sender()::onlySource).orElse("");
        boolean pixels = problem.code().equals(Problem.TOO_MANY_PIXELS);
        long size = Math.max(pixels ? 0 : limit + 1, exchange.request().getLength());
        submission
                .refuse(
                        RefusedImage.unread(head.sender().name(), source, size),
                        pixels ? DeadLetterReason.TOO_MANY_PIXELS : DeadLetterReason.TOO_MANY_BYTES,
                        problem.detail())
                .thenAcceptAsync(
                        result -> {
                            metrics.countImage(head.sender().name(), result);
                            exchange.answer(
                                    result instanceof ImageResult.Refused
                                            ? problem.withImages(List.of(result))
                                            : Problem.unavailable("not-acknowledged", "send it again"));
                        },
                        executor)
                .exceptionally(defect -> fail(exchange, defect));
    }
}
