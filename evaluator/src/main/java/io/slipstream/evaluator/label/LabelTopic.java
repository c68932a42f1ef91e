package io.slipstream.evaluator.label;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.EvaluatorConfig;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.RetryConfig;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.schemas.record.ProbeSample;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topic probe-samples, connected for one command; created if it is not there. Not thread-safe. */
final class LabelTopic implements AutoCloseable {

    private static final String CLIENT_ID = "slipstream-probe";
    private static final short BROKER_DEFAULT = -1;

    /** A person waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, String> kafka;
    private final Retry retry = new Retry(
            new RetryConfig(Duration.ofMillis(200), Duration.ofSeconds(2), PATIENCE),
            Clock.systemUTC(),
            new StopSignal());
    private final SchemaRegistryClient registry;
    private final Producer<String, ProbeSample> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * A labelled image on the topic.
     *
     * @param labelled when it got its label
     */
    record Entry(String probeSet, String sha256, String label, Instant labelled) {}

    private LabelTopic(EvaluatorConfig config) {
        kafka = config.kafka();
        registry = Registry.connect(config.registry());
        producer = new KafkaProducer<>(
                settings(KafkaSettings.producer(kafka, CLIENT_ID)),
                new StringSerializer(),
                new AvroSerializer<>(registry));
    }

    private static Map<String, Object> settings(Map<String, Object> settings) {
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        return settings;
    }

    /** Connects, and sees to the topic and its schema. */
    static LabelTopic open(EvaluatorConfig config) throws IOException {
        LabelTopic topic = new LabelTopic(config);
        try {
            topic.prepare();
            return topic;
        } catch (RuntimeException failed) {
            topic.close();
            throw failed;
        }
    }

    private void prepare() {
        Map<String, Object> settings = KafkaSettings.admin(kafka, CLIENT_ID);
        settings.putIfAbsent("default.api.timeout.ms", (int) PATIENCE.toMillis());
        settings.putIfAbsent("request.timeout.ms", (int) PATIENCE.toMillis() / 2);
        try (Admin admin = Admin.create(settings)) {
            retry.call(
                    "checking the topic",
                    () -> TopicCreator.create(admin, BROKER_DEFAULT, List.of(Topics.PROBE_SAMPLES)));
        }
        retry.call("registering the schema of labelled images", () -> {
            Registry.register(registry, Topics.PROBE_SAMPLES);
            return Topics.PROBE_SAMPLES;
        });
    }

    static String key(String probeSet, String sha256) {
        return probeSet + "/" + sha256;
    }

    /** Sends a labelled image; whether it arrived says {@link #flush}. */
    void put(ProbeSample sample) {
        send(key(sample.getProbeSet(), sample.getSha256()), sample);
    }

    /** Takes an image out of its set; whether that arrived says {@link #flush}. */
    void remove(Entry entry) {
        send(key(entry.probeSet(), entry.sha256()), null);
    }

    private void send(String key, @Nullable ProbeSample sample) {
        producer.send(new ProducerRecord<>(Topics.PROBE_SAMPLES.name(), key, sample), (sent, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
        check();
    }

    /**
     * Waits until the broker has everything.
     *
     * @throws KafkaException if it has not taken something
     */
    void flush() {
        producer.flush();
        check();
    }

    private void check() {
        Exception failed = failure.get();
        if (failed != null) {
            throw failed instanceof KafkaException known ? known : new KafkaException(failed);
        }
    }

    /** All labelled images, by set and hash. */
    List<Entry> entries() {
        Map<String, Entry> entries = new TreeMap<>();
        Map<String, Object> settings = KafkaSettings.consumer(kafka, CLIENT_ID);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        try (TopicReader<ProbeSample> reader = new TopicReader<>(
                Topics.PROBE_SAMPLES,
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()),
                new AvroDeserializer<>(registry, ProbeSample.class),
                retry)) {
            reader.read((offset, key, sample) -> {
                if (key != null) {
                    if (sample == null) {
                        entries.remove(key);
                    } else {
                        entries.put(key, entry(key, sample));
                    }
                }
            });
        }
        return new ArrayList<>(entries.values());
    }

    /** By the key, since that is what a removal has to name. */
    private static Entry entry(String key, ProbeSample sample) {
        int slash = key.indexOf('/');
        return slash < 0
                ? new Entry(sample.getProbeSet(), sample.getSha256(), sample.getLabel(), sample.getTime())
                : new Entry(key.substring(0, slash), key.substring(slash + 1), sample.getLabel(), sample.getTime());
    }

    @Override
    public void close() {
        producer.close();
        try {
            registry.close();
        } catch (IOException unimportant) {
            throw new KafkaException(unimportant);
        }
    }
}
