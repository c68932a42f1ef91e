package io.slipstream.trainer.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is being decoded, several records at a time; it comes out in the order it went in. Not thread-safe. */
final class Decoding implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Decoding.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final DecoderPool decoders;
    private final Deque<InWork> inWork = new ArrayDeque<>();

    /** Something on the stream and what will come of it. */
    private record InWork(Item item, Future<Arrival> arrival) {}

    Decoding(DecoderPool decoders) {
        this.decoders = decoders;
    }

    /** Begins to decode an item, if it needs that. */
    void add(Item item) {
        inWork.add(begin(item));
    }

    private InWork begin(Item item) {
        return new InWork(
                item,
                item instanceof Item.Encoded encoded
                        ? decoders.read(encoded.record())
                        : CompletableFuture.completedFuture(((Item.Ready) item).arrival()));
    }

    /** Items that went in and have not come out. */
    int size() {
        return inWork.size();
    }

    /** Whether every thread is busy whichever record is decoded first. */
    boolean isFull() {
        return inWork.size() >= decoders.window();
    }

    /**
     * Takes out what became of the oldest item, waiting for it up to {@code patience}; empty if it is not decoded yet,
     * and if the registry or a store could not be reached, in which case it is tried again.
     *
     * @throws ExecutionException if decoding failed for another reason
     */
    Optional<Arrival> poll(Duration patience) throws InterruptedException, ExecutionException {
        InWork oldest = inWork.element();
        try {
            Arrival arrival = oldest.arrival().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            inWork.remove();
            return Optional.of(arrival);
        } catch (TimeoutException stillDecoding) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RetriableException outage)) {
                throw e;
            }
            tryAgain(oldest.item(), outage);
            return Optional.empty();
        }
    }

    private void tryAgain(Item oldest, RetriableException outage) throws InterruptedException {
        log.atWarn()
                .addKeyValue("record", oldest)
                .addKeyValue("cause", outage.getMessage())
                .log("The schema registry or the store of large images cannot be reached, trying again");
        Thread.sleep(RETRY_PAUSE.toMillis());
        inWork.remove();
        inWork.addFirst(begin(oldest));
    }

    @Override
    public void close() {
        decoders.close();
    }
}
