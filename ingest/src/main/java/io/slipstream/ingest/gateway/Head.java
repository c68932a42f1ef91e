package io.slipstream.ingest.gateway;

import java.time.Instant;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before its body is read.
 *
 * @param sender who sends it
 * @param envelope what is said about its images
 * @param form whether it is many images rather than one
 * @param contentType as it was given
 * @param coding how the body is compressed
 * @param queued whether the answer does not wait for the broker
 */
record Head(
        Sender sender,
        Envelope envelope,
        boolean form,
        @Nullable String contentType,
        ContentCoding coding,
        boolean queued) {

    private static final String FORM = "multipart/form-data";

    /**
     * Reads it.
     *
     * @param arrival the capture time where none is given
     * @throws ProblemException if the request is refused by what its head says
     */
    static Head of(Request request, Authentication authentication, Instant arrival) throws ProblemException {
        Sender sender = authentication.of(request);
        Fields query = query(request);
        Envelope envelope = Envelope.of(request.getHeaders(), query, arrival);
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

    /** Most bytes of the body, before and after decompression. */
    long limit(GatewayConfig config) {
        return form
                ? config.upload().maxRequest().bytes()
                : config.image().maxBytes().bytes();
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

    /**
     * The source key of an image.
     *
     * @throws ProblemException 400 if there is none, 403 if the sender may not send from it
     */
    static String source(Sender sender, Envelope envelope) throws ProblemException {
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
}
