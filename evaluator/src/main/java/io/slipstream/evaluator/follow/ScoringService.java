package io.slipstream.evaluator.follow;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.evaluator.topic.UnavailableException;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ModelSnapshot;
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
import java.util.ArrayList;
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
 * The connected evaluator: prepares topics and schemas, learns what has been found out, follows the snapshots, and closes
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
    private final VerifiedEncoders encoders;
    private final Assessments assessments;
    private final List<TopicReader<?>> opened = new ArrayList<>();
    private final StopSignal stop = new StopSignal();
    private final Retry retry;
    private volatile @Nullable TopicReader<?> waiting;

    /**
     * A service that is not connected yet.
     *
     * @param assessments in the order in which each snapshot goes through them
     */
    public ScoringService(
            FollowSettings settings, VerifiedEncoders encoders, List<Assessment<?>> assessments, Clock clock) {
        this.settings = settings;
        this.encoders = encoders;
        this.assessments = new Assessments(assessments);
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
            return follow(registry);
        } catch (WakeupException | Retry.StoppedException stopped) {
            log.atDebug().log("Stopped before following began");
            return new Tally(0, 0, 0, 0);
        } finally {
            opened.forEach(TopicReader::close);
        }
    }

    private Tally follow(SchemaRegistryClient registry) {
        assessments.open(new TopicAccess() {
            @Override
            public <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic) {
                create(List.of(topic));
                return open(topic, registry);
            }
        });
        for (Topic<? extends SpecificRecord> topic : assessments.topics()) {
            recall(topic, registry);
        }
        assessments.refresh();
        TopicReader<ModelSnapshot> snapshots = open(Topics.MODEL_SNAPSHOTS, registry);
        TopicReader<ChannelPointer> channels = open(Topics.MODEL_CHANNELS, registry);
        try (RecordPublisher publisher = publisher(registry)) {
            waiting = snapshots;
            long startOffset = snapshots.offsetOf(settings.startAt());
            log.atInfo()
                    .addKeyValue("assessments", assessments.names())
                    .addKeyValue("startOffset", startOffset)
                    .log("Following snapshots");
            Backlog backlog = new Backlog(settings.model(), startOffset, assessments::progress);
            return new SnapshotFollower(snapshots, channels, encoders, assessments, publisher, retry, stop, backlog)
                    .run();
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
        List<Topic<?>> topics = new ArrayList<>(List.of(Topics.MODEL_SNAPSHOTS, Topics.MODEL_CHANNELS));
        topics.addAll(assessments.topics());
        create(topics);
        for (Topic<?> topic : assessments.topics()) {
            retry.call("registering the schema of " + topic.name(), () -> {
                Registry.register(registry, topic);
                return topic;
            });
        }
    }

    private void create(List<Topic<?>> topics) {
        try (Admin admin = Admin.create(KafkaSettings.admin(settings.kafka(), CLIENT_ID))) {
            retry.call("checking the topics", () -> TopicCreator.create(admin, BROKER_DEFAULT, topics));
        }
    }

    private <V extends SpecificRecord> void recall(Topic<V> topic, SchemaRegistryClient registry) {
        try (TopicReader<V> history = reader(topic, registry)) {
            waiting = history;
            history.readNew(Duration.ZERO).forEach(found -> assessments.recall(topic, found.value()));
        }
    }

    private <V extends SpecificRecord> TopicReader<V> open(Topic<V> topic, SchemaRegistryClient registry) {
        TopicReader<V> reader = reader(topic, registry);
        opened.add(reader);
        return reader;
    }

    private <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic, SchemaRegistryClient registry) {
        Map<String, Object> properties = KafkaSettings.consumer(settings.kafka(), CLIENT_ID);
        // A question for the end of the topic waits behind a fetch that waits for records: half a second by default.
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        return new TopicReader<>(topic, consumer, new AvroDeserializer<>(registry, topic.valueType()), retry);
    }

    private RecordPublisher publisher(SchemaRegistryClient registry) {
        return new RecordPublisher(
                new KafkaProducer<>(
                        KafkaSettings.producer(settings.kafka(), CLIENT_ID),
                        new StringSerializer(),
                        new AvroSerializer<>(registry)),
                retry);
    }
}
