package io.slipstream.ingest.publish;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.ingest.source.RawImage;
import io.slipstream.schemas.blob.ClaimCheck;
import io.slipstream.schemas.image.DecodingMemory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
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
    private static final Duration QUIET_WAIT = Duration.ofSeconds(5);

    private record Pending(Future<Verdict> verdict, InFlight.Slot slot) {}

    private final Judge judge;
    private final Outbox outbox;
    private final Totals totals;
    private final InFlight inFlight;
    private final ExecutorService validators;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Duration giveUpAfter;

    private Publication(PublicationConfig config, Judge judge, Outbox outbox, Totals totals, Consumer<String> passed) {
        this.judge = judge;
        this.outbox = outbox;
        this.totals = totals;
        this.inFlight = new InFlight(Math.toIntExact(config.inFlight().bytes()), passed);
        this.giveUpAfter = config.giveUpAfter();
        this.validators = Executors.newFixedThreadPool(config.validators(), task -> {
            Thread thread = new Thread(task, "validator");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Creates the topics and registers the schemas that are missing, waiting for a broker and a registry that are away.
     *
     * @param stopped whether the service is to stop; ends the waiting
     * @return the id of the topic that images go to; a topic that is deleted and created again has another
     * @throws UnavailableException if broker or registry stayed away
     */
    public static Uuid prepare(PublicationConfig config, SchemaRegistryClient registry, BooleanSupplier stopped)
            throws UnavailableException, InterruptedException {
        return Preparation.prepare(
                config.topic(), config.kafka(), registry, new Patience(config.giveUpAfter(), stopped));
    }

    /**
     * Opens a producer for topics that are there, and the store of large images if there is one.
     *
     * @param stopped whether the service is to stop; ends the waiting for a registry
     * @param passed told the position of each image that is on a topic together with all before it, from another thread
     * @throws IOException if the store of large images cannot be opened
     */
    public static Publication open(
            PublicationConfig config,
            SchemaRegistryClient registry,
            Totals totals,
            Clock clock,
            BooleanSupplier stopped,
            Consumer<String> passed)
            throws IOException {
        Map<String, Object> settings = ProducerSettings.of(config.kafka(), config.giveUpAfter());
        Patience patience = new Patience(config.giveUpAfter(), stopped);
        Validation validation = new Validation(
                config.limits(), config.depth(), DecodingMemory.ofThisHeap(), config.deadLetterPayload(), clock);
        Optional<ClaimCheck> claimCheck = config.claimCheck().isPresent()
                ? Optional.of(ClaimCheck.open(config.claimCheck().get()))
                : Optional.empty();
        Judge judge = new Judge(validation, claimCheck, patience);
        Outbox outbox = new Outbox(config.topic().name(), settings, registry, patience, totals);
        return new Publication(config, judge, outbox, totals, passed);
    }

    /**
     * Takes an input; returns when there is room for it.
     *
     * @throws UnavailableException if records can no longer be sent
     */
    public void offer(RawImage image) throws UnavailableException, InterruptedException {
        int permits = inFlight.permits(image.bytes().length);
        boolean entered = inFlight.tryEnter(permits, Duration.ZERO);
        while (!entered) {
            if (pending.isEmpty()) {
                waitUntil(patience -> inFlight.tryEnter(permits, patience));
                entered = true;
            } else {
                sendFirst();
                entered = inFlight.tryEnter(permits, Duration.ZERO);
            }
        }
        totals.countRead();
        InFlight.Slot slot = inFlight.enter(image.position(), permits);
        pending.add(new Pending(validators.submit(() -> judge.judge(image)), slot));
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
        waitUntil(inFlight::isEmpty);
        outbox.check();
        if (totals.read() != totals.published() + totals.refused()) {
            throw new IllegalStateException("read " + totals.read() + " inputs, but published " + totals.published()
                    + " and refused " + totals.refused());
        }
    }

    /** A condition that may come true within the time given. */
    @FunctionalInterface
    private interface Condition {
        boolean within(Duration patience) throws InterruptedException;
    }

    /** Waits for a condition, with a line in the log from time to time while the broker keeps it waiting. */
    private void waitUntil(Condition condition) throws UnavailableException, InterruptedException {
        long start = System.nanoTime();
        while (!condition.within(QUIET_WAIT)) {
            outbox.check();
            log.atWarn()
                    .addKeyValue("waitedSeconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .addKeyValue("giveUpAfterSeconds", giveUpAfter.toSeconds())
                    .addKeyValue("bytesInFlight", inFlight.bytes())
                    .log("Waiting for the broker to acknowledge records");
        }
    }

    private void sendFirst() throws UnavailableException, InterruptedException {
        Pending first = pending.remove();
        outbox.send(verdict(first), first.slot());
    }

    private static Verdict verdict(Pending first) throws UnavailableException, InterruptedException {
        try {
            return first.verdict().get();
        } catch (ExecutionException defect) {
            if (defect.getCause() instanceof UnavailableException away) {
                throw away;
            }
            throw new IllegalStateException("validation failed on its own account", defect.getCause());
        }
    }

    @Override
    public void close() {
        validators.shutdownNow();
        outbox.close();
        judge.claimCheck().ifPresent(ClaimCheck::close);
    }
}
