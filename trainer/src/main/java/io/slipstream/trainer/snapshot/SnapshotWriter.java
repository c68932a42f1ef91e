package io.slipstream.trainer.snapshot;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.SnapshotConflictException;
import io.slipstream.schemas.snapshot.SnapshotStore;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an encoder's weights as an artifact and announces it, artifact first: a record never points at nothing.
 *
 * <p>Not thread-safe.
 */
public final class SnapshotPublisher {

    private static final Logger log = LoggerFactory.getLogger(SnapshotPublisher.class);
    private static final int STORE_TRIES = 5;
    private static final Duration STORE_PAUSE = Duration.ofSeconds(2);

    private final Lineage lineage;
    private final SnapshotStore store;
    private final Producer<String, SpecificRecord> producer;
    private final Clock clock;
    private final Duration storePause;
    private @Nullable String parent;

    /** A publisher of one lineage. */
    public SnapshotPublisher(
            Lineage lineage, SnapshotStore store, Producer<String, SpecificRecord> producer, Clock clock) {
        this(lineage, store, producer, clock, STORE_PAUSE);
    }

    /** A publisher that pauses for the given time before it asks a store again. */
    SnapshotPublisher(
            Lineage lineage,
            SnapshotStore store,
            Producer<String, SpecificRecord> producer,
            Clock clock,
            Duration storePause) {
        this.lineage = lineage;
        this.store = store;
        this.producer = producer;
        this.clock = clock;
        this.storePause = storePause;
    }

    /**
     * Publishes the encoder as it is now and waits for the broker's acknowledgement.
     *
     * @param files the encoder's files by name, {@link SnapshotStore#ENCODER} among them
     * @param loss mean loss since the last snapshot; empty before the first step
     * @throws SnapshotConflictException if another lineage of this model id was published to the store before
     * @throws IOException if the store still refuses after several tries
     * @throws ExecutionException if the broker refuses the record
     */
    public void publish(
            Map<String, byte[]> files, long step, long imagesSeen, OptionalDouble loss, List<LedgerEntry> ledger)
            throws IOException, ExecutionException, InterruptedException {
        String id = "%s-%s-%08d".formatted(lineage.model(), lineage.run(), step);
        ModelSnapshot.Builder description = ModelSnapshot.newBuilder()
                .setSnapshotId(id)
                .setModelId(lineage.model())
                .setParentId(parent)
                .setCreatedAt(clock.instant())
                .setStep(step)
                .setImagesSeen(imagesSeen)
                .setLoss(loss.isPresent() ? loss.getAsDouble() : null)
                .setMethod(lineage.method())
                .setNetwork(lineage.network())
                .setEmbeddingDim(lineage.embeddingDim())
                .setInputSize(lineage.inputSize())
                .setSeed(lineage.seed())
                .setConfigHash(lineage.configHash())
                .setCodeVersion(lineage.codeVersion())
                .setLedger(ledger);
        ModelSnapshot snapshot = store(description, files);
        producer.send(new ProducerRecord<>(Topics.MODEL_SNAPSHOTS.name(), id, snapshot))
                .get();
        parent = id;
        log.atInfo()
                .addKeyValue("snapshot", id)
                .addKeyValue("step", step)
                .addKeyValue("imagesSeen", imagesSeen)
                .addKeyValue("bytes", snapshot.getArtifactBytes())
                .log("Published a snapshot");
    }

    private ModelSnapshot store(ModelSnapshot.Builder description, Map<String, byte[]> files)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.publish(description, files);
            } catch (SnapshotConflictException e) {
                throw e; // a lineage of the same name was here before: asking again changes nothing
            } catch (IOException e) {
                if (attempt == STORE_TRIES) {
                    throw e;
                }
                log.atWarn()
                        .addKeyValue("snapshot", description.getSnapshotId())
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("cause", e.toString())
                        .log("The snapshot store refused, trying again");
                Thread.sleep(storePause.toMillis());
            }
        }
    }
}
