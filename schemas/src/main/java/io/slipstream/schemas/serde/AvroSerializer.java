package io.slipstream.schemas.serde;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.topic.Topic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records in Confluent's wire format. The first record of a topic registers its schema; see {@link Registry}.
 * The image in a record is copied once, from the record into the frame.
 *
 * <p>Thread-safe. Does not close the client.
 *
 * @param <T> the record type
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    private final SchemaRegistryClient client;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    public AvroSerializer(SchemaRegistryClient client) {
        this.client = client;
    }

    /**
     * The frame of a record; null, a tombstone, stays null.
     *
     * @throws RegistryUnavailableException if the schema had to be registered and the registry could not be asked
     * @throws RegistryRefusedException     if the registry refused the schema
     */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T data) {
        if (data == null) {
            return null;
        }
        int id = ids.computeIfAbsent(topic, name -> register(name, data.getClass()));
        SpecificDatumWriter<T> writer = new SpecificDatumWriter<>(data.getSchema());
        return Frame.of(id, out -> {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.write(data, encoder);
            encoder.flush();
        });
    }

    private int register(String topic, Class<?> type) {
        return Registry.register(client, Topic.subjectOf(topic), PublishedSchema.of(type));
    }
}
