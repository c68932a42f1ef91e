package io.slipstream.schemas.streams;

import io.slipstream.schemas.topic.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings of a Kafka Streams application: what its guarantees rest on, defaults fit for images, and the user's own.
 *
 * @param kafka the user's section; overlays the defaults
 * @param state directory of the state, of this instance alone
 * @param longestWait how long a record may wait for something that is away before the application fails
 * @param longestStep how long a record or a punctuation may take beyond such a wait; an instance that is lost for good keeps
 *     readers waiting for so long and a little more
 * @param cacheBytes of the stores' caches, all together
 */
public record StreamsSettings(
        Map<String, String> kafka,
        String applicationId,
        GroupProtocol groupProtocol,
        int threads,
        Duration commitInterval,
        Path state,
        Duration longestWait,
        Duration longestStep,
        long cacheBytes) {

    /** Records taken from the broker at once and waiting to be processed, per partition: images are large. */
    private static final int RECORDS_AT_ONCE = 32;

    /** Beyond the longest wait for what is away, and the decoding of what was taken at once. */
    private static final Duration POLL_ROOM = Duration.ofMinutes(5);

    /** Beyond the slowest step; longer would keep readers waiting when an instance is lost for good. */
    private static final Duration TRANSACTION_ROOM = Duration.ofSeconds(20);

    /** Without it every start warns that there will be another default in Kafka 5. */
    private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

    private static final Set<String> OWNED = Set.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.STATE_DIR_CONFIG,
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            StreamsConfig.GROUP_PROTOCOL_CONFIG);

    /**
     * Refuses properties that have keys of their own or that the guarantees rest on.
     *
     * @throws IllegalArgumentException {@code "kafka: …"}, naming every such property
     */
    public static void check(Map<String, String> kafka) {
        Set<String> refused = new TreeSet<>(kafka.keySet());
        refused.retainAll(OWNED);
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("kafka: any property but " + String.join(", ", refused)
                    + ", which has a key of its own or is what exactly-once rests on");
        }
    }

    /** The settings by name; a fresh map that the caller may add to. */
    public Map<String, Object> byName() {
        Map<String, Object> settings = new LinkedHashMap<>();
        put(settings, StreamsConfig.PRODUCER_PREFIX, KafkaSettings.producer(kafka, ""));
        put(settings, StreamsConfig.CONSUMER_PREFIX, KafkaSettings.consumer(kafka, ""));
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), (int)
                Math.min(Integer.MAX_VALUE, longestWait.plus(POLL_ROOM).toMillis()));
        settings.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                longestStep.plus(TRANSACTION_ROOM).toMillis());
        if (!kafka.containsKey(ConsumerConfig.MAX_POLL_RECORDS_CONFIG)) {
            settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), RECORDS_AT_ONCE);
        }
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, RECORDS_AT_ONCE);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
        if (groupProtocol == GroupProtocol.CLASSIC) {
            // By default a partition moves when its state was copied, which is looked into every 10 minutes.
            settings.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE);
        }
        settings.put(GLOBAL_HANDLER, true);
        settings.putAll(kafka);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, groupProtocol.name().toLowerCase(Locale.ROOT));
        return settings;
    }

    /** The largest record the producer sends, bytes. */
    public long maxRequestSize() {
        return Long.parseLong(
                String.valueOf(byName().get(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG))));
    }

    /** All but what Kafka Streams sets itself. */
    private static void put(Map<String, Object> settings, String prefix, Map<String, Object> client) {
        client.forEach((name, value) -> {
            if (!isOwnedByStreams(name)) {
                settings.put(prefix + name, value);
            }
        });
    }

    private static boolean isOwnedByStreams(String name) {
        return Set.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        CommonClientConfigs.CLIENT_ID_CONFIG,
                        ProducerConfig.ACKS_CONFIG,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)
                .contains(name);
    }
}
