package io.slipstream.ingest.gateway;

import io.slipstream.client.ImageProducer;
import io.slipstream.client.NotAcknowledgedException;
import io.slipstream.client.Receipt;
import io.slipstream.ingest.gateway.DeadLetters.RefusedImage;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.sample.Samples;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one image, or says why not. Thread-safe.
 *
 * @param images where good images go
 * @param deadLetters where refused ones go; null for nowhere
 * @param recent what was sent of late
 * @param limits the largest image let in
 */
record Submission(ImageProducer images, @Nullable DeadLetters deadLetters, RecentImages recent, ImageLimits limits) {

    private static final Logger log = LoggerFactory.getLogger(Submission.class);

    /**
     * One image on its way in.
     *
     * @param sender who sends it
     * @param source from which source
     * @param name what the sender calls it; may be empty
     * @param bytes the encoded image
     * @param envelope what is said about it
     */
    @SuppressWarnings("ArrayRecordComponent") // written once and handed on; never compared
    record Upload(String sender, String source, String name, byte[] bytes, Envelope envelope) {}

    /**
     * The ways an image can be waited for.
     *
     * @param answer what to tell the sender
     * @param settled completes when the image's bytes are no longer needed
     */
    record Outcome(CompletableFuture<ImageResult> answer, CompletableFuture<?> settled) {

        static Outcome of(CompletableFuture<ImageResult> answer) {
            return new Outcome(answer, answer);
        }
    }

    /** @param queued whether the answer does not wait for the broker */
    Outcome submit(Upload upload, boolean queued) {
        ImageSample sample;
        try {
            sample = Samples.of(
                    upload.bytes(),
                    upload.source(),
                    upload.envelope().captureTime(),
                    upload.envelope().tags(),
                    limits);
        } catch (BadImageException bad) {
            return Outcome.of(refuse(
                    new RefusedImage(
                            upload.sender(), upload.source(), upload.name(), upload.bytes().length, upload.bytes()),
                    bad.reason(),
                    String.valueOf(bad.getMessage())));
        }
        CompletableFuture<Receipt> sending = new CompletableFuture<>();
        CompletableFuture<Receipt> earlier = recent.putIfAbsent(upload.source(), sample.getId(), sending);
        if (earlier == null) {
            send(sample, sending);
        }
        CompletableFuture<Receipt> receipt = earlier == null ? sending : earlier;
        // Nothing that waits for the broker holds the image: its bytes are the producer's from here on.
        String name = upload.name();
        CompletableFuture<ImageResult> result =
                receipt.handle((place, problem) -> result(name, place, problem, earlier != null));
        return queued && !result.isDone()
                ? new Outcome(CompletableFuture.completedFuture(new ImageResult.Queued(name, sample.getId())), result)
                : Outcome.of(result);
    }

    /** A refusal, on the dead-letter topic where that is wanted. */
    CompletableFuture<ImageResult> refuse(RefusedImage image, DeadLetterReason reason, String detail) {
        String name = image.name();
        ImageResult refused = new ImageResult.Refused(name, reason, detail);
        return deadLetters == null
                ? CompletableFuture.completedFuture(refused)
                : deadLetters
                        .publish(image, reason, detail)
                        .handle((done, problem) -> problem == null ? refused : failed(name, problem));
    }

    private void send(ImageSample sample, CompletableFuture<Receipt> sending) {
        String source = sample.getSource();
        String id = sample.getId();
        trySend(sample).whenComplete((receipt, problem) -> {
            if (problem == null) {
                sending.complete(receipt);
            } else {
                recent.forget(source, id);
                sending.completeExceptionally(problem);
            }
        });
    }

    private CompletableFuture<Receipt> trySend(ImageSample sample) {
        try {
            return images.trySend(sample).orElseGet(() -> CompletableFuture.failedFuture(new NoRoomException()));
        } catch (RuntimeException notSent) {
            return CompletableFuture.failedFuture(notSent);
        }
    }

    private static ImageResult result(
            String name, @Nullable Receipt receipt, @Nullable Throwable problem, boolean earlier) {
        if (receipt == null) {
            return failed(name, problem == null ? new IllegalStateException("neither receipt nor problem") : problem);
        }
        return earlier ? new ImageResult.Duplicate(name, receipt) : new ImageResult.Published(name, receipt);
    }

    private static ImageResult failed(String name, Throwable problem) {
        boolean worthAnotherTry = problem instanceof NotAcknowledgedException
                || problem instanceof NoRoomException
                || problem instanceof RetriableException;
        if (!worthAnotherTry) {
            log.atWarn()
                    .addKeyValue("cause", problem.getMessage())
                    .log("An image could not be sent, and will not be until the cause is put right");
        }
        return new ImageResult.Failed(
                name,
                worthAnotherTry,
                worthAnotherTry
                        ? "the broker has not acknowledged it; send it again"
                        : "the broker refuses it; see the gateway's log");
    }

    /** As many bytes as the producer may hold are not yet acknowledged. */
    private static final class NoRoomException extends Exception {
        NoRoomException() {
            super("expected room in the producer, found none", null, false, false);
        }
    }
}
