package io.slipstream.schemas.serde;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.slipstream.schemas.record.DeadLetterReason;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in Confluent's wire format, whatever version of the schema they were written with.
 *
 * <p>Thread-safe. Does not close the client. Asks the registry once per schema id that it knows.
 *
 * @param <T> the record type
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    /** The registry's own error codes for what it does not have; a bare 404 is some other server's. */
    private static final Set<Integer> NOT_FOUND = Set.of(40401, 40402, 40403);

    private final SchemaRegistryClient client;
    private final Class<T> type;
    private final Map<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();

    public AvroDeserializer(SchemaRegistryClient client, Class<T> type) {
        this.client = client;
        this.type = type;
    }

    /**
     * The record of a frame; null, a tombstone, stays null.
     *
     * @throws BadRecordException           if the bytes can never be read as this type
     * @throws RegistryUnavailableException if the schema is not known here yet and the registry could not be asked
     * @throws RegistryRefusedException     if the registry refused to tell the schema
     */
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        int id = Frame.schemaId(topic, data);
        SpecificDatumReader<T> reader = readers.computeIfAbsent(id, unread -> reader(topic, unread));
        return decode(topic, id, reader, data);
    }

    private T decode(String topic, int id, SpecificDatumReader<T> reader, byte[] data) {
        BinaryDecoder content =
                DecoderFactory.get().binaryDecoder(data, Frame.HEADER, data.length - Frame.HEADER, null);
        T value;
        boolean isRead;
        try {
            value = reader.read(null, new BoundedDecoder(content));
            isRead = content.isEnd();
        } catch (IOException | RuntimeException malformed) {
            // Avro throws any kind of RuntimeException on damaged bytes.
            throw bad(topic, id, String.valueOf(malformed.getMessage()), malformed);
        }
        if (!isRead) {
            throw bad(topic, id, "bytes are left over after the record", null);
        }
        return value;
    }

    private SpecificDatumReader<T> reader(String topic, int id) {
        Schema written = writerSchema(topic, id);
        Schema wanted = SpecificData.get().getSchema(type);
        SchemaCompatibility.SchemaPairCompatibility match =
                SchemaCompatibility.checkReaderWriterCompatibility(wanted, written);
        if (match.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw bad(topic, id, "its schema " + written.getFullName() + " cannot be read as that", null);
        }
        return new SpecificDatumReader<>(written, wanted);
    }

    private Schema writerSchema(String topic, int id) {
        ParsedSchema answer = RegistryCall.ask("looking up schema id " + id, () -> {
            try {
                return client.getSchemaById(id);
            } catch (RestClientException refused) {
                if (NOT_FOUND.contains(refused.getErrorCode())) {
                    throw new BadRecordException(
                            DeadLetterReason.UNKNOWN_SCHEMA,
                            topic + ": expected a schema id of the registry, found " + id,
                            refused);
                }
                throw refused;
            }
        });
        if (answer.rawSchema() instanceof Schema schema) {
            return schema;
        }
        throw bad(topic, id, "its schema is " + answer.schemaType() + ", not Avro", null);
    }

    private BadRecordException bad(String topic, int id, String found, @Nullable Throwable cause) {
        String message = topic + ": expected a " + type.getSimpleName() + ", found schema id " + id + ": " + found;
        return new BadRecordException(DeadLetterReason.BAD_RECORD, message, cause);
    }
}
