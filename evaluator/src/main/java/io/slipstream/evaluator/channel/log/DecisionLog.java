package io.slipstream.evaluator.channel.log;

import io.slipstream.evaluator.channel.decision.BrokenHistoryException;
import io.slipstream.evaluator.channel.decision.ChannelState;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.BadRecordException;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of a model's decisions: each ruling is one transaction on the history and on the current pointers.
 *
 * <p>Who opens it makes the broker refuse the promoter before it, wherever that one stands, and only then reads what was
 * decided. Not thread-safe.
 */
public final class DecisionLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DecisionLog.class);

    private static final TopicPartition PARTITION = new TopicPartition(Topics.MODEL_DECISIONS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Connection connection;
    private final Transactions transactions;
    private final AvroSerializer<ChannelPointer> serializer;
    private final ChannelState state;

    private DecisionLog(Connection connection, Transactions transactions) {
        this.connection = connection;
        this.transactions = transactions;
        this.serializer = new AvroSerializer<>(connection.registry());
        this.state = new ChannelState(connection.model());
    }

    /**
     * Fences the model's promoter before this one and reads its decisions.
     *
     * @throws FencedException if yet another promoter of the model started meanwhile
     * @throws BrokenHistoryException if the decisions do not follow one another, or one cannot be read
     * @throws KafkaException if the broker or the registry refuses
     */
    public static DecisionLog takeOver(Connection connection) {
        Transactions transactions = new Transactions(
                connection.model(),
                new KafkaProducer<>(connection.transactional(), new StringSerializer(), new ByteArraySerializer()),
                connection.retry());
        DecisionLog decisions = new DecisionLog(connection, transactions);
        try {
            transactions.takeOver();
            decisions.read();
            return decisions;
        } catch (RuntimeException e) {
            transactions.close();
            throw e;
        }
    }

    /** What the decisions so far come to; whoever makes the next ruling takes it in, then {@link #append appends} it. */
    public ChannelState state() {
        return state;
    }

    /**
     * Makes the decisions of a ruling visible together, on both topics.
     *
     * @throws FencedException if another promoter has taken over; nothing is visible then
     * @throws KafkaException if the broker or the registry refuses
     */
    public void append(List<ChannelPointer> ruling) {
        transactions.commit(
                "decision " + ruling.get(0).getDecisionEpoch() + " of " + connection.model(), () -> records(ruling));
    }

    private List<ProducerRecord<String, byte[]>> records(List<ChannelPointer> ruling) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (ChannelPointer decision : ruling) {
            String key = decision.getModelId() + "/" + decision.getChannel();
            for (String topic : List.of(Topics.MODEL_DECISIONS.name(), Topics.MODEL_CHANNELS.name())) {
                records.add(new ProducerRecord<>(topic, key, serializer.serialize(topic, decision)));
            }
        }
        return records;
    }

    /**
     * Reads up to the end of all records, open transactions included. A reader of committed records stops where the first
     * transaction is open, which may be another model's: a decision behind it would be overlooked, and made twice.
     */
    private void read() {
        long end = end();
        long logged = System.nanoTime();
        AvroDeserializer<ChannelPointer> deserializer =
                new AvroDeserializer<>(connection.registry(), ChannelPointer.class);
        try (Consumer<String, byte[]> consumer = connection.consumer()) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (connection.retry().call("reading " + PARTITION, () -> consumer.position(PARTITION)) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (String.valueOf(record.key()).startsWith(connection.model() + "/")) {
                        apply(record, deserializer);
                    }
                }
                if (System.nanoTime() - logged > SILENCE.toNanos()) {
                    logged = System.nanoTime();
                    log.atWarn()
                            .addKeyValue("position", consumer.position(PARTITION))
                            .addKeyValue("end", end)
                            .log("Still reading the decisions; another model's transaction may be open there");
                }
            }
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record, AvroDeserializer<ChannelPointer> deserializer) {
        String at = PARTITION + "@" + record.offset();
        try {
            connection
                    .retry()
                    .call(
                            "decoding " + at,
                            () -> Optional.ofNullable(deserializer.deserialize(record.topic(), record.value())))
                    .ifPresent(state::apply); // a record without a value is none of a promoter's
        } catch (BadRecordException | BrokenHistoryException e) {
            // To pass it over would give its number out twice.
            throw new UnreadableHistoryException(at + ": " + e.getMessage(), e);
        }
    }

    private long end() {
        ListOffsetsOptions all = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        try (Admin admin = Admin.create(KafkaSettings.admin(connection.kafka(), connection.client()))) {
            return connection.retry().call("asking for the end of " + PARTITION, () -> {
                try {
                    return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()), all)
                            .partitionResult(PARTITION)
                            .get()
                            .offset();
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            });
        }
    }

    /** Ends the writing; what is open is aborted, as far as the broker answers. */
    @Override
    public void close() {
        transactions.close();
    }
}
