package io.slipstream.schemas.topic;

import io.slipstream.schemas.config.ByteSize;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic of the pipeline.
 *
 * @param name       name in Kafka
 * @param key        what the record key means, in words; keys are UTF-8 text
 * @param valueType  Avro record the values hold
 * @param partitions partitions it is created with; where this is 1, readers rely on the total order
 * @param cleanup    whether old records expire or are replaced by newer ones of the same key
 * @param retention  how long records are kept, -1 ms for ever; ignored by {@link Cleanup#COMPACT}
 * @param maxMessage largest record batch the broker takes ({@code max.message.bytes})
 * @param <V>        the value type
 */
public record Topic<V extends SpecificRecord>(
        String name,
        String key,
        Class<V> valueType,
        int partitions,
        Cleanup cleanup,
        Duration retention,
        ByteSize maxMessage) {

    /** Room for a record's other fields and for the frame of its batch. */
    private static final ByteSize RECORD_ROOM = ByteSize.ofKiB(64);

    /** What happens to old records. */
    public enum Cleanup {
        /** They expire after the retention time. */
        DELETE,
        /** The newest record of each key stays for ever. */
        COMPACT
    }

    /** The same topic under another name. */
    public Topic<V> named(String other) {
        return new Topic<>(other, key, valueType, partitions, cleanup, retention, maxMessage);
    }

    /** The same topic with another number of partitions. */
    public Topic<V> partitioned(int count) {
        return new Topic<>(name, key, valueType, count, cleanup, retention, maxMessage);
    }

    /** The topic configuration it is created with. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.name().toLowerCase(Locale.ROOT));
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(maxMessage.bytes()));
        if (cleanup == Cleanup.DELETE) {
            settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        }
        return settings;
    }

    /**
     * Checks that a record with so many bytes in it fits a message of this topic.
     *
     * @param key configuration key that says how many
     * @param what which part of the key; may be empty
     * @throws IllegalArgumentException with the key and how many there may be
     */
    public void requireFits(String key, String what, ByteSize size) {
        ByteSize most = new ByteSize(maxMessage.bytes() - RECORD_ROOM.bytes());
        if (size.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    key + ": " + what + "at most " + most + ", so that a record fits a message of its topic");
        }
    }

    /** The value's subject in the schema registry (Confluent's TopicNameStrategy). */
    public String subject() {
        return subjectOf(name);
    }

    /** The subject of a topic's values, by the topic's name. */
    public static String subjectOf(String topic) {
        return topic + "-value";
    }
}
