package io.slipstream.evaluator.follow;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connected evaluator: prepares topics and schemas, learns what has been scored, follows the snapshots, and closes
 * what it opened.
 *
 * <p>{@link #run} is called once; {@link #stop} from any thread, before or during it.
 */
public final class ScoringService {

    private static final Logger log = LoggerFactory.getLogger(ScoringService.class);

    private static final String CLIENT_ID = "slipstream-evaluator";
    private static final short BROKER_DEFAULT = -1;
    private static final int FETCH_WAIT_MILLIS = 100;

    private final FollowSettings settings;
    private final SnapshotScorer scorer;
    private final StopSignal stop = new StopSignal();
    private final Retry retry;
    private volatile @Nullable TopicReader<?> waiting;

    /** A service that is not connected yet. */
    public ScoringService(FollowSettings settings, SnapshotScorer scorer, Clock clock) {
        this.settings = settings;
        this.scorer = scorer;
        this.retry = new Retry(settings.retry(), clock, stop);
    }

    /**
     * Scores snapshots until it is asked to stop.
     *
     * @throws UnavailableException if broker, registry or store did not answer for too long
     * @throws org.apache.kafka.common.KafkaException if they refuse, for instance for want of rights
     */
    public Tally run() throws IOException {
        try (SchemaRegistryClient registry = Registry.connect(settings.registry())) {
            prepare(registry);
            ScoreHistory history = readHistory(registry);
            try (TopicReader<ModelSnapshot> snapshots = reader(Topics.MODEL_SNAPSHOTS, registry);
                    ScorePublisher publisher = publisher(registry)) {
                waiting = snapshots;
                long startOffset = snapshots.offsetOf(settings.startAt());
                log.atInfo()
                        .addKeyValue("probeSet", scorer.probeSet())
                        .addKeyValue("alreadyScored", history.scored().size())
                        .addKeyValue("startOffset", startOffset)
                        .log("Following snapshots");
                Backlog backlog = new Backlog(settings.model(), startOffset, history.scored());
                return new SnapshotFollower(snapshots, scorer, publisher, retry, stop, backlog, history).run();
            }
        } catch (WakeupException | Retry.StoppedException stopped) {
            log.atDebug().log("Stopped before following began");
            return new Tally(0, 0, 0, 0);
        }
    }

    /** Asks {@link #run} to return after the snapshot in hand. */
    public void stop() {
        stop.give();
        TopicReader<?> reader = waiting;
        if (reader != null) {
            reader.wakeup();
        }
    }

    private void prepare(SchemaRegistryClient registry) {
        List<Topic<?>> topics = List.of(Topics.MODEL_SNAPSHOTS, Topics.PROBE_SCORES);
        try (Admin admin = Admin.create(KafkaSettings.admin(settings.kafka(), CLIENT_ID))) {
            retry.call("checking the topics", () -> TopicCreator.create(admin, BROKER_DEFAULT, topics));
        }
        retry.call("registering the schema of scores", () -> {
            Registry.register(registry, Topics.PROBE_SCORES);
            return Topics.PROBE_SCORES;
        });
    }

    private ScoreHistory readHistory(SchemaRegistryClient registry) {
        ScoreHistory history = new ScoreHistory(scorer.probeSet());
        try (TopicReader<ProbeScore> scores = reader(Topics.PROBE_SCORES, registry)) {
            waiting = scores;
            scores.readNew(Duration.ZERO).forEach(score -> history.add(score.value()));
        }
        return history;
    }

    private <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic, SchemaRegistryClient registry) {
        Map<String, Object> properties = KafkaSettings.consumer(settings.kafka(), CLIENT_ID);
        // A question for the end of the topic waits behind a fetch that waits for records: half a second by default.
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        return new TopicReader<>(topic, consumer, new AvroDeserializer<>(registry, topic.valueType()), retry);
    }

    private ScorePublisher publisher(SchemaRegistryClient registry) {
        return new ScorePublisher(
                new KafkaProducer<>(
                        KafkaSettings.producer(settings.kafka(), CLIENT_ID),
                        new StringSerializer(),
                        new AvroSerializer<>(registry)),
                retry);
    }
}
