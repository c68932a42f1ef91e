package io.slipstream.schemas.topic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Settings of the Kafka clients: the service's defaults, overlaid by the user's {@code kafka} section.
 *
 * <p>The user may set any property of any client. A property that only another kind of client knows is left out, so
 * one section serves producer, consumer and admin client alike. Properties on which the service's guarantees rest
 * are refused by name: see {@link #check}. Each method returns a fresh map that the caller may add to.
 */
public final class KafkaSettings {

    private static final Set<String> OWNED = Set.of(
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            CommonClientConfigs.CLIENT_ID_CONFIG);

    private static final Map<String, Object> PRODUCER_DEFAULTS = Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "zstd",
            // Images do not compress: level 1 is three times faster than the default 3 and no larger.
            ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG,
            1,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 << 10,
            ProducerConfig.LINGER_MS_CONFIG,
            10,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            (int) Topics.IMAGE_MESSAGE.bytes(),
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L << 20);

    private static final Map<String, Object> CONSUMER_DEFAULTS = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);

    private KafkaSettings() {}

    /** Idempotent producer: {@code acks=all}, zstd level 1, batches of 256 KiB, requests up to 11 MiB. */
    public static Map<String, Object> producer(Map<String, String> kafka, String clientId) {
        Map<String, Object> settings = overlay(PRODUCER_DEFAULTS, kafka, clientId, ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return settings;
    }

    /** Consumer of committed records that belongs to no group and starts at the earliest offset unless it seeks. */
    public static Map<String, Object> consumer(Map<String, String> kafka, String clientId) {
        Map<String, Object> settings = overlay(CONSUMER_DEFAULTS, kafka, clientId, ConsumerConfig.configNames());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }

    /** The same consumer as a member of a group. */
    public static Map<String, Object> consumer(Map<String, String> kafka, String clientId, String groupId) {
        Map<String, Object> settings = consumer(kafka, clientId);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        return settings;
    }

    /** Admin client. */
    public static Map<String, Object> admin(Map<String, String> kafka, String clientId) {
        return overlay(Map.of(), kafka, clientId, AdminClientConfig.configNames());
    }

    /**
     * Refuses properties the service owns: serializers, acknowledgements, idempotence, transactions, offsets, isolation,
     * group and client ids. A configuration record calls this from its compact constructor.
     *
     * @throws IllegalArgumentException {@code "kafka: …"}, naming every such property
     */
    public static void check(Map<String, String> kafka) {
        Set<String> refused = new TreeSet<>(kafka.keySet());
        refused.retainAll(OWNED);
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("kafka: any client property but " + String.join(", ", refused)
                    + ", which the service sets itself because its guarantees rest on it");
        }
    }

    private static Map<String, Object> overlay(
            Map<String, Object> defaults, Map<String, String> kafka, String clientId, Set<String> own) {
        check(kafka);
        Map<String, Object> settings = new LinkedHashMap<>(defaults);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9092");
        kafka.forEach((name, value) -> {
            if (own.contains(name) || !belongsToAnyClient(name)) {
                settings.put(name, value);
            }
        });
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return settings;
    }

    private static boolean belongsToAnyClient(String name) {
        return Stream.of(ProducerConfig.configNames(), ConsumerConfig.configNames(), AdminClientConfig.configNames())
                .anyMatch(names -> names.contains(name));
    }
}
