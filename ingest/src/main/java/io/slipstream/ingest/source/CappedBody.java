package io.slipstream.ingest.source;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Takes the body of a response up to a number of bytes; what follows is not received. */
final class CappedBody implements BodySubscriber<byte[]> {

    private final int cap;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    private CappedBody(int cap) {
        this.cap = cap;
    }

    /** Bodies of successful answers; of others there is nothing. */
    static BodyHandler<byte[]> handler(int cap) {
        return answer -> answer.statusCode() == 200 ? new CappedBody(cap) : BodySubscribers.replacing(new byte[0]);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Subscription started) {
        subscription = started;
        started.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), cap - body.size())];
            buffer.get(bytes);
            body.writeBytes(bytes);
        }
        Subscription current = subscription;
        if (body.size() == cap) {
            whole.complete(body.toByteArray());
            if (current != null) {
                current.cancel();
            }
        } else if (current != null) {
            current.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(body.toByteArray());
    }
}
