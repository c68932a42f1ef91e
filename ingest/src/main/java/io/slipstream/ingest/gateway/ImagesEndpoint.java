package io.slipstream.ingest.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipstream.ingest.gateway.DeadLetters.RefusedImage;
import io.slipstream.ingest.gateway.Submission.Outcome;
import io.slipstream.ingest.gateway.Submission.Upload;
import io.slipstream.schemas.record.DeadLetterReason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /v1/images}: one image as the body, or many as a form. Thread-safe. */
final class ImagesEndpoint {

    private static final Logger log = LoggerFactory.getLogger(ImagesEndpoint.class);

    private static final String FORM = "multipart/form-data";

    private final GatewayConfig config;
    private final Authentication authentication;
    private final Uplink uplink;
    private final Memory memory;
    private final RecentImages recent;
    private final GatewayMetrics metrics;
    private final Executor executor;
    private final Clock clock;
    private final LongSupplier nanos;

    ImagesEndpoint(
            GatewayConfig config,
            Authentication authentication,
            Uplink uplink,
            Memory memory,
            GatewayMetrics metrics,
            Executor executor,
            Clock clock,
            LongSupplier nanos) {
        this.config = config;
        this.authentication = authentication;
        this.uplink = uplink;
        this.memory = memory;
        this.recent = new RecentImages(config.duplicates(), nanos);
        this.metrics = metrics;
        this.executor = executor;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** What is known of a request before its body is read. */
    private record Head(
            Sender sender,
            Envelope envelope,
            boolean form,
            @Nullable String contentType,
            ContentCoding coding,
            boolean queued) {}

    /** Answers, now or later. */
    void post(Exchange exchange) {
        try {
            Head head = head(exchange.request());
            Submission submission = submission();
            admit(head.sender());
            if (exchange.request().getLength() > limit(head)) {
                refuse(exchange, head, submission, new ProblemException(Problem.tooLarge(limit(head))));
            } else {
                read(exchange, head, submission);
            }
        } catch (ProblemException e) {
            exchange.answer(e.problem());
        }
    }

    private void read(Exchange exchange, Head head, Submission submission) {
        Memory.Share share = memory.share();
        exchange.at(Exchange.Stage.READING);
        Body.read(exchange.request(), limit(head), config.upload().minRate().bytes(), share, nanos)
                .thenAccept(body -> {
                    exchange.at(Exchange.Stage.READ);
                    take(exchange, head, submission, body, share);
                })
                .exceptionally(problem -> {
                    share.close();
                    refuse(exchange, head, submission, problem);
                    return null;
                });
    }

    private Submission submission() throws ProblemException {
        Uplink.Links links = uplink.links()
                .orElseThrow(() -> new ProblemException(Problem.unavailable(
                        "not-ready", "the broker or the schema registry is not there; see /readyz")));
        return new Submission(links.images(), links.deadLetters(), recent, config.image());
    }

    private Head head(Request request) throws ProblemException {
        Sender sender = authentication.of(request);
        Fields query = query(request);
        Envelope envelope = Envelope.of(request.getHeaders(), query, clock.instant());
        if (envelope.source().isPresent()) {
            source(sender, envelope);
        }
        String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        boolean form = contentType != null && isForm(contentType);
        if (!form) {
            source(sender, envelope);
        }
        return new Head(sender, envelope, form, contentType, ContentCoding.of(request.getHeaders()), isQueued(query));
    }

    private static Fields query(Request request) throws ProblemException {
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException malformed) {
            throw new ProblemException(
                    Problem.badRequest("bad-query", "expected a query of names and values, found another text"));
        }
    }

    private static boolean isForm(String contentType) throws ProblemException {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals(FORM) && !type.startsWith("image/") && !type.equals("application/octet-stream")) {
            throw new ProblemException(
                    Problem.unsupportedType(
                            "expected the Content-Type image/…, application/octet-stream or multipart/form-data, found another"));
        }
        return type.equals(FORM);
    }

    private static boolean isQueued(Fields query) throws ProblemException {
        String ack = query.getValue("ack");
        if (ack == null || ack.equals("broker")) {
            return false;
        }
        if (ack.equals("queued")) {
            return true;
        }
        throw new ProblemException(Problem.badRequest("bad-ack", "ack: expected broker or queued, found another text"));
    }

    private static String source(Sender sender, Envelope envelope) throws ProblemException {
        String source = envelope.source()
                .or(sender::onlySource)
                .orElseThrow(() -> new ProblemException(Problem.badRequest(
                        "no-source", "expected a source key in the header " + Envelope.SOURCE + ", found none")));
        if (!sender.maySendFrom(source)) {
            throw new ProblemException(Problem.of(
                    HttpStatus.FORBIDDEN_403,
                    "source-not-allowed",
                    "expected a source that " + sender.name() + " may send from, found " + source));
        }
        return source;
    }

    private static void admit(Sender sender) throws ProblemException {
        Duration wait = sender.allowance().admit();
        if (!wait.isZero()) {
            throw new ProblemException(Problem.rateLimited(wait));
        }
    }

    private long limit(Head head) {
        return head.form()
                ? config.upload().maxRequest().bytes()
                : config.image().maxBytes().bytes();
    }

    private void take(Exchange exchange, Head head, Submission submission, byte[] body, Memory.Share share) {
        List<Upload> uploads;
        try {
            uploads = uploads(head, body, share);
        } catch (ProblemException e) {
            throw new CompletionException(e);
        }
        charge(head.sender(), uploads);
        List<Outcome> outcomes = uploads.stream()
                .map(upload -> submission.submit(upload, head.queued()))
                .toList();
        CompletableFuture.allOf(outcomes.stream().map(Outcome::settled).toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, never) -> share.close());
        CompletableFuture.allOf(outcomes.stream().map(Outcome::answer).toArray(CompletableFuture<?>[]::new))
                .thenRunAsync(
                        () -> answer(
                                exchange,
                                head,
                                outcomes.stream()
                                        .map(outcome -> outcome.answer().join())
                                        .toList()),
                        executor)
                .exceptionally(defect -> fail(exchange, defect));
    }

    private List<Upload> uploads(Head head, byte[] body, Memory.Share share) throws ProblemException {
        byte[] decoded = head.coding().decode(body, limit(head), share);
        String sender = head.sender().name();
        if (!head.form()) {
            return List.of(new Upload(sender, source(head.sender(), head.envelope()), "", decoded, head.envelope()));
        }
        share.growTo((decoded == body ? 0L : body.length) + 2L * decoded.length);
        List<Upload> uploads = new ArrayList<>();
        for (Parts.ImagePart part :
                Parts.of(decoded, head.contentType(), config.upload().maxImages())) {
            Envelope envelope = head.envelope().with(part.headers());
            uploads.add(new Upload(sender, source(head.sender(), envelope), part.name(), part.bytes(), envelope));
        }
        return uploads;
    }

    private void charge(Sender sender, List<Upload> uploads) {
        long bytes = uploads.stream().mapToLong(upload -> upload.bytes().length).sum();
        sender.allowance().charge(uploads.size() - 1, bytes);
        metrics.countBytes(sender.name(), bytes);
    }

    private void answer(Exchange exchange, Head head, List<ImageResult> results) {
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

    private static @Nullable Void fail(Exchange exchange, Throwable defect) {
        log.atError().setCause(defect).log("A request failed on the gateway's own account");
        exchange.fail(defect);
        return null;
    }

    /** Ends a request whose body could not be taken. A single image that is too large leaves a dead letter. */
    private void refuse(Exchange exchange, Head head, Submission submission, Throwable thrown) {
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
        long size = Math.max(limit(head) + 1, exchange.request().getLength());
        submission
                .refuse(
                        RefusedImage.unread(head.sender().name(), source, size),
                        DeadLetterReason.TOO_MANY_BYTES,
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
