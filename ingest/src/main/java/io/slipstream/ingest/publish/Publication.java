package io.slipstream.ingest.publish;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.ingest.source.RawImage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates and sends inputs in the order they come, with a bounded number of bytes between source and acknowledgement.
 *
 * <p>Validation runs on a few threads; records leave in the order of {@link #offer}, so every source keeps its own. When
 * the bound is reached, {@link #offer} waits: that is what holds the source back. Not thread-safe.
 */
public final class Publication implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    /** An input takes part of the bound for its record as well as for its bytes. */
    private static final int RECORD_OVERHEAD = 1024;

    private static final Duration QUIET_WAIT = Duration.ofSeconds(5);

    private record Pending(Future<Verdict> verdict, int permits) {}

    private final Validation validation;
    private final Outbox outbox;
    private final Totals totals;
    private final int bound;
    private final Semaphore room;
    private final ExecutorService validators;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Duration giveUpAfter;

    private Publication(PublicationConfig config, Validation validation, Outbox outbox, Totals totals) {
        this.validation = validation;
        this.outbox = outbox;
        this.totals = totals;
        this.bound = Math.toIntExact(config.inFlight().bytes());
        this.room = new Semaphore(bound);
        this.giveUpAfter = config.giveUpAfter();
        this.validators = Executors.newFixedThreadPool(config.validators(), task -> {
            Thread thread = new Thread(task, "validator");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes ready to publish: creates the topics and registers the schemas that are missing, waiting for a broker and a
     * registry that are away.
     *
     * @param stopped whether the service is to stop; ends the waiting
     * @throws UnavailableException if broker or registry stayed away
     */
    public static Publication open(
            PublicationConfig config,
            SchemaRegistryClient registry,
            Totals totals,
            Clock clock,
            BooleanSupplier stopped)
            throws UnavailableException, InterruptedException {
        Patience patience = new Patience(config.giveUpAfter(), stopped);
        Preparation.prepare(config.kafka(), registry, patience);
        Map<String, Object> settings = ProducerSettings.of(config.kafka(), config.giveUpAfter());
        Outbox outbox = new Outbox(settings, registry, patience, totals);
        Validation validation = new Validation(config.limits(), config.deadLetterPayload(), clock);
        return new Publication(config, validation, outbox, totals);
    }

    /**
     * Takes an input; returns when there is room for it.
     *
     * @throws UnavailableException if records can no longer be sent
     */
    public void offer(RawImage image) throws UnavailableException, InterruptedException {
        int permits = Math.min(bound, image.bytes().length + RECORD_OVERHEAD);
        while (!room.tryAcquire(permits)) {
            makeRoom(permits);
        }
        totals.countRead();
        pending.add(new Pending(validators.submit(() -> validation.judge(image)), permits));
        sendJudged();
    }

    /** Sends what has been validated so far, as far as the order allows. */
    public void sendJudged() throws UnavailableException, InterruptedException {
        outbox.check();
        while (!pending.isEmpty() && pending.element().verdict().isDone()) {
            sendFirst();
        }
    }

    /**
     * Sends everything and waits for every acknowledgement.
     *
     * @throws UnavailableException if one fails or does not come
     */
    public void finish() throws UnavailableException, InterruptedException {
        while (!pending.isEmpty()) {
            sendFirst();
        }
        awaitRoom(bound);
        room.release(bound);
        outbox.check();
        if (totals.read() != totals.published() + totals.refused()) {
            throw new IllegalStateException("read " + totals.read() + " inputs, but published " + totals.published()
                    + " and refused " + totals.refused());
        }
    }

    private void makeRoom(int permits) throws UnavailableException, InterruptedException {
        if (pending.isEmpty()) {
            awaitRoom(permits);
            room.release(permits);
        } else {
            sendFirst();
        }
    }

    /** Takes {@code permits}, with a line in the log from time to time while the broker keeps it waiting. */
    private void awaitRoom(int permits) throws UnavailableException, InterruptedException {
        long start = System.nanoTime();
        while (!room.tryAcquire(permits, QUIET_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            outbox.check();
            log.atWarn()
                    .addKeyValue("waitedSeconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .addKeyValue("giveUpAfterSeconds", giveUpAfter.toSeconds())
                    .addKeyValue("bytesInFlight", bound - room.availablePermits())
                    .log("Waiting for the broker to acknowledge records");
        }
    }

    private void sendFirst() throws UnavailableException, InterruptedException {
        Pending first = pending.remove();
        outbox.send(verdict(first), () -> room.release(first.permits()));
    }

    private static Verdict verdict(Pending first) throws InterruptedException {
        try {
            return first.verdict().get();
        } catch (ExecutionException defect) {
            throw new IllegalStateException("validation failed on its own account", defect.getCause());
        }
    }

    @Override
    public void close() {
        validators.shutdownNow();
        outbox.close();
    }
}
