package io.slipstream.ingest.curation;

import io.slipstream.ingest.publish.Patience;
import io.slipstream.ingest.publish.UnavailableException;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Curates one partition: every record is judged, sent where its verdict says, and counted, all in one transaction.
 *
 * <p>What is kept in memory beside the stores is built in {@link #init}, so that after an aborted transaction nothing of
 * it is left.
 */
final class CurationProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    /** After a record that took longer a commit is asked for, before slow ones add up to an expired transaction. */
    private static final long SLOW_MILLIS = 1_000;

    private final CurationParts parts;
    private final Clock clock;
    private ProcessorContext<byte[], byte[]> context;
    private Ledger ledger;
    private SourceMemory memory;
    private Curator curator;
    private long newestTime;

    @SuppressWarnings("NullAway.Init") // init comes before process
    CurationProcessor(CurationParts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        KeyValueStore<String, byte[]> counts = context.getStateStore(CurationTopology.LEDGER);
        KeyValueStore<String, byte[]> sources = context.getStateStore(CurationTopology.SOURCES);
        KeyValueStore<Bytes, byte[]> images = context.getStateStore(CurationTopology.REMEMBERED);
        KeyValueStore<Bytes, byte[]> shares = context.getStateStore(CurationTopology.SHARES);
        ledger = new Ledger(counts);
        memory = new SourceMemory(sources, images, shares, parts.config());
        curator = new Curator(
                parts.reader(),
                parts.imageBytes(),
                parts.probe(),
                parts.config().quality(),
                memory);
        context.schedule(BETWEEN_SWEEPS, PunctuationType.WALL_CLOCK_TIME, now -> memory.sweep(newestTime));
    }

    @Override
    public void process(Record<byte[], byte[]> incoming) {
        RecordMetadata from =
                context.recordMetadata().orElseThrow(() -> new IllegalStateException("a record came from no topic"));
        Arrival arrival = new Arrival(
                from.topic(),
                from.partition(),
                from.offset(),
                incoming.key(),
                incoming.value(),
                incoming.headers(),
                incoming.timestamp());
        long began = clock.millis();
        newestTime = Math.max(newestTime, arrival.time());
        ledger.read(arrival.offset());
        Verdict verdict = insist("judging " + arrival.coordinates(), () -> curator.judge(arrival));
        if (verdict instanceof Verdict.Forwarded forwarded) {
            forward(arrival, forwarded);
        } else if (verdict instanceof Verdict.Refused refused) {
            refuse(arrival, refused);
        } else if (verdict instanceof Verdict.Dropped dropped) {
            ledger.dropped(dropped.policy());
        } else {
            throw new AssertionError(verdict);
        }
        if (clock.millis() - began > SLOW_MILLIS) {
            context.commit();
        }
    }

    private void forward(Arrival arrival, Verdict.Forwarded verdict) {
        String source = verdict.sample().getSource();
        Record<byte[], byte[]> outgoing;
        try {
            outgoing = insist(
                    "serializing " + arrival.coordinates(), () -> parts.outlet().sample(arrival, verdict));
        } catch (KafkaException notTheirs) {
            throw notTheirs;
        } catch (RuntimeException unwritable) { // for instance a capture time beyond what milliseconds can say
            String message = "expected a sample that can be written, found one at which writing fails: " + unwritable;
            refuse(arrival, new Verdict.Refused(source, DeadLetterReason.BAD_RECORD, message));
            return;
        }
        if (!parts.outlet().fits(outgoing)) {
            String message = "expected a record of at most " + parts.outlet().mostBytes()
                    + " bytes, as the topic takes it, found a larger one";
            refuse(arrival, new Verdict.Refused(source, DeadLetterReason.TOO_MANY_BYTES, message));
            return;
        }
        context.forward(outgoing, CurationTopology.IMAGES);
        memory.remember(source, verdict.id(), verdict.look(), arrival.time());
        ledger.forwarded();
    }

    private void refuse(Arrival arrival, Verdict.Refused verdict) {
        DeadLetter letter = new DeadLetters(parts.config().deadLetterPayload().bytes(), clock).of(arrival, verdict);
        context.forward(
                insist("serializing for the dead letters", () -> parts.outlet().letter(arrival, letter)),
                CurationTopology.DEAD_LETTERS);
        ledger.deadLettered(verdict.reason());
    }

    /** A record is never skipped because something else is away: it is asked for again, and in the end the service stops. */
    private <T> T insist(String what, Supplier<T> call) {
        Patience patience = new Patience(parts.config().giveUpAfter(), parts.stopped());
        try {
            return patience.insist(what, call);
        } catch (UnavailableException e) {
            throw new StreamsException(e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
