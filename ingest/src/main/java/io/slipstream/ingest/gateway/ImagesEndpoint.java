package io.slipstream.ingest.gateway;

import io.slipstream.ingest.gateway.Submission.Outcome;
import io.slipstream.ingest.gateway.Submission.Upload;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** {@code POST /v1/images}: one image as the body, or many as a form. Thread-safe. */
final class ImagesEndpoint {

    private final GatewayConfig config;
    private final Authentication authentication;
    private final Uplink uplink;
    private final Memory memory;
    private final RecentImages recent;
    private final GatewayMetrics metrics;
    private final Answers answers;
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
        this.answers = new Answers(metrics, executor);
        this.executor = executor;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Answers, now or later. */
    void post(Exchange exchange) {
        try {
            Head head = Head.of(exchange.request(), authentication, clock.instant());
            Submission submission = submission();
            admit(head.sender());
            long limit = head.limit(config);
            if (exchange.request().getLength() > limit) {
                answers.refuse(exchange, head, limit, submission, new ProblemException(Problem.tooLarge(limit)));
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
        long limit = head.limit(config);
        Body.read(exchange.request(), limit, config.upload().minRate().bytes(), share, look(head), nanos)
                .thenAccept(body -> {
                    exchange.at(Exchange.Stage.READ);
                    take(exchange, head, submission, body, share);
                })
                .exceptionally(problem -> {
                    share.close();
                    answers.refuse(exchange, head, limit, submission, problem);
                    return null;
                });
    }

    /** A form is read to its end: every image of it is answered, and may be good. */
    private Body.Inspection look(Head head) {
        return head.form() ? (bytes, size) -> {} : new FirstLook(config.image(), head.coding())::at;
    }

    private Submission submission() throws ProblemException {
        Uplink.Links links = uplink.links()
                .orElseThrow(() -> new ProblemException(Problem.unavailable(
                        "not-ready", "the broker or the schema registry is not there; see /readyz")));
        return new Submission(links.images(), links.deadLetters(), recent, config.image());
    }

    private static void admit(Sender sender) throws ProblemException {
        Duration wait = sender.allowance().admit();
        if (!wait.isZero()) {
            throw new ProblemException(Problem.rateLimited(wait));
        }
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
                        () -> answers.answer(
                                exchange,
                                head,
                                outcomes.stream()
                                        .map(outcome -> outcome.answer().join())
                                        .toList()),
                        executor)
                .exceptionally(defect -> Answers.fail(exchange, defect));
    }

    private List<Upload> uploads(Head head, byte[] body, Memory.Share share) throws ProblemException {
        byte[] decoded = head.coding().decode(body, head.limit(config), share);
        String sender = head.sender().name();
        if (!head.form()) {
            return List.of(
                    new Upload(sender, Head.source(head.sender(), head.envelope()), "", decoded, head.envelope()));
        }
        share.growTo((decoded == body ? 0L : body.length) + 2L * decoded.length);
        List<Upload> uploads = new ArrayList<>();
        for (Parts.ImagePart part :
                Parts.of(decoded, head.contentType(), config.upload().maxImages())) {
            Envelope envelope = head.envelope().with(part.headers());
            uploads.add(new Upload(sender, Head.source(head.sender(), envelope), part.name(), part.bytes(), envelope));
        }
        return uploads;
    }

    private void charge(Sender sender, List<Upload> uploads) {
        long bytes = uploads.stream().mapToLong(upload -> upload.bytes().length).sum();
        sender.allowance().charge(uploads.size() - 1, bytes);
        metrics.countBytes(sender.name(), bytes);
    }
}
