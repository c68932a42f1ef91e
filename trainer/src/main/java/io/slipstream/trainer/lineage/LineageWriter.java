package io.slipstream.trainer.lineage;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes all that a trainer publishes, and nothing any more from the moment another trainer of its model starts.
 *
 * <p>There is one transactional producer, whose id is the model's: a trainer that starts makes the broker refuse the one
 * before it, wherever that one stands. What ends the publishing, once, ends it for good, and every later call throws it.
 * Thread-safe.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-98+-+Exactly+Once+Delivery+and+Transactional+Messaging">
 *     KIP-98</a>
 */
public final class LineageWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LineageWriter.class);
    private static final int METRICS_WAITING = 64;

    private final String model;
    private final String codeVersion;
    private final AvroSerializer<SpecificRecord> serializer;
    private final Transactions transactions;
    private final Announcements announcements;
    private final Clock clock;
    private final MetricsQueue metrics;

    private LineageWriter(
            String model,
            String codeVersion,
            AvroSerializer<SpecificRecord> serializer,
            Transactions transactions,
            Announcements announcements,
            Clock clock) {
        this.model = model;
        this.codeVersion = codeVersion;
        this.serializer = serializer;
        this.transactions = transactions;
        this.announcements = announcements;
        this.clock = clock;
        this.metrics = new MetricsQueue(
                model, METRICS_WAITING, record -> transactions.commit(Transaction.of(record, serializer)));
    }

    /**
     * Fences the model's trainer before this one, reads what it committed, and claims the next epoch.
     *
     * <p>Waits for brokers and the registry, with a line in the log for every try.
     *
     * @param kafka the user's settings of the Kafka clients
     * @param registry the schema registry; the caller closes it
     * @param giveUpAfter longest wait, here and for every transaction later
     * @throws FencedException if yet another trainer of the model started meanwhile
     * @throws LineageException if the broker or the registry refuses or stays away, or an announcement cannot be read
     * @throws KafkaException if a client's settings are wrong, or the trainer may not read the topic of announcements
     */
    public static LineageWriter takeOver(
            String model,
            String codeVersion,
            Map<String, String> kafka,
            SchemaRegistryClient registry,
            Clock clock,
            Duration giveUpAfter)
            throws InterruptedException {
        String client = LineageSettings.client(model) + "-announcements";
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka, client));
                Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        KafkaSettings.consumer(kafka, client, LineageSettings.group(model)),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            Transactions transactions = new Transactions(
                    model,
                    new KafkaProducer<>(
                            LineageSettings.producer(kafka, model), new StringSerializer(), new ByteArraySerializer()),
                    consumer.groupMetadata(),
                    giveUpAfter);
            try {
                transactions.takeOver();
                Guarantee.inForce(admin);
                Announcements announcements = new AnnouncementsReader(
                                admin,
                                consumer,
                                new AvroDeserializer<>(registry, TrainingCheckpoint.class),
                                giveUpAfter)
                        .read(model);
                LineageWriter writer = new LineageWriter(
                        model, codeVersion, new AvroSerializer<>(registry), transactions, announcements, clock);
                writer.newEpoch();
                return writer;
            } catch (RuntimeException | InterruptedException e) {
                transactions.close();
                throw e;
            }
        }
    }

    /** The epoch this writer claimed last; from 1. */
    public long epoch() {
        return announcements.epoch();
    }

    /** Committed checkpoints of the model that have not been deleted, those of earlier trainers too, oldest first. */
    public List<TrainingCheckpoint> checkpoints() {
        return announcements.checkpoints();
    }

    /**
     * Claims the next epoch, which makes void what is announced under a lower one from now on, and returns it.
     *
     * @throws LineageException as {@link #commit}
     */
    public long newEpoch() throws InterruptedException {
        TrainingCheckpoint claim = TrainingCheckpoint.newBuilder()
                .setKind(CheckpointKind.CLAIM)
                .setModelId(model)
                .setLineageEpoch(epoch() + 1)
                .setCreatedAt(clock.instant())
                .setCodeVersion(codeVersion)
                .build();
        transactions.commit(Transaction.of(claim, serializer));
        announcements.add(model, claim);
        log.atInfo()
                .addKeyValue("model", model)
                .addKeyValue("epoch", claim.getLineageEpoch())
                .addKeyValue("checkpoints", checkpoints().size())
                .log("Claimed the lineage");
        return claim.getLineageEpoch();
    }

    /**
     * Makes a checkpoint and all that goes with it visible, in one transaction, and returns when it is.
     *
     * <p>Waits for a broker that is away, so it belongs on a background thread. After an exception it is not known here
     * whether the checkpoint was committed; the next {@link #takeOver} finds out. To interrupt it ends the publishing.
     *
     * @throws IllegalArgumentException if the checkpoint is another model's or of another epoch; nothing happens then
     * @throws FencedException if another trainer has taken over
     * @throws LineageException if the broker refuses or stays away for too long
     */
    public void commit(Publication publication) throws InterruptedException {
        TrainingCheckpoint checkpoint = publication.checkpoint();
        if (!checkpoint.getModelId().equals(model) || checkpoint.getLineageEpoch() != epoch()) {
            throw new IllegalArgumentException("expected a checkpoint of " + model + " epoch " + epoch()
                    + ", found one of " + checkpoint.getModelId() + " epoch " + checkpoint.getLineageEpoch());
        }
        transactions.commit(Transaction.of(publication, serializer));
        announcements.add(publication.checkpointId(), checkpoint);
        publication.collected().forEach(id -> announcements.add(id, null));
    }

    /**
     * Publishes how training goes some time later, in the order of the calls, and never waits. While the broker is away
     * the newest 64 records are kept.
     */
    public void metrics(TrainingMetrics record) {
        metrics.add(record);
    }

    /**
     * Throws what ended the publishing, if anything did; the training thread asks between steps.
     *
     * @throws FencedException if another trainer has taken over
     * @throws LineageException if the broker refused or stayed away for too long
     */
    public void check() {
        transactions.check();
    }

    /** Publishes the metrics that wait, for up to 10 s, and closes the producer. */
    @Override
    public void close() {
        metrics.close();
        transactions.close();
    }
}
