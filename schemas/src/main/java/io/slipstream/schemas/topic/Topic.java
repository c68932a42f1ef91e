package io.slipstream.schemas.topic;

import io.slipstream.schemas.config.ByteSize;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the pipeline.
 *
 * @param name       name in Kafka
 * @param key        what the record key means, in words; keys are UTF-8 text
 * @param valueType  Avro record the values hold
 * @param partitions partitions it is created with; where this is 1, readers rely on the total order
 * @param cleanup    whether old records expire or are replaced by newer ones of the same key
 * @param retention  how long records are kept; ignored by {@link Cleanup#COMPACT}
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

    /** The value's subject in the schema registry (Confluent's TopicNameStrategy). */
    public String subject() {
        return subjectOf(name);
    }

    /** The subject of a topic's values, by the topic's name. */
    public static String subjectOf(String topic) {
        return topic + "-value";
    }
}
