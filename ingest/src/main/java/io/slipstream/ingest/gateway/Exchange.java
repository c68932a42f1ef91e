package io.slipstream.ingest.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and its answer, which is given once. */
final class Exchange {

    static final String JSON = "application/json";

    /** As much of a body that nobody wants is taken before the connection is closed. */
    private static final long LINGER_BYTES = 64L << 20;

    /** How far the request's body was read. */
    enum Stage {
        UNREAD,
        READING,
        READ
    }

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final LongSupplier nanos;
    private Stage stage = Stage.UNREAD;

    Exchange(Request request, Response response, Callback callback, LongSupplier nanos) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.nanos = nanos;
    }

    Request request() {
        return request;
    }

    void at(Stage reached) {
        stage = reached;
    }

    void answer(Problem problem) {
        answer(problem.status(), Problem.CONTENT_TYPE, problem.headers(), text(problem.json()));
    }

    void answer(int status, ObjectNode json) {
        answer(status, JSON, Map.of(), text(json));
    }

    void answer(int status, String contentType, Map<String, String> headers, byte[] body) {
        response.setStatus(status);
        headers.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean unread = stage != Stage.READ && hasBody();
        if (unread) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        ByteBuffer content = HttpMethod.HEAD.is(request.getMethod()) ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body);
        response.write(true, content, unread && !isWaiting() ? thenLinger() : callback);
    }

    /** Gives up on a defect; the client sees an error or the end of its connection. */
    void fail(Throwable defect) {
        callback.failed(defect);
    }

    private boolean hasBody() {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** Whether the client holds its body back until it is asked for it, which it then was not. */
    private boolean isWaiting() {
        return stage == Stage.UNREAD && request.getHeaders().contains(HttpHeader.EXPECT);
    }

    private Callback thenLinger() {
        return Callback.from(() -> new Linger(request, callback, LINGER_BYTES, nanos).run(), callback::failed);
    }

    private static byte[] text(ObjectNode json) {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
