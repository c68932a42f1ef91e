package io.slipstream.schemas.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** The text of {@code snapshot.json}: keys sorted, times in ISO-8601; equal snapshots give equal bytes. */
final class SnapshotJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** They say where this very file is and what its hash is, so they cannot stand in it. */
    private static final Set<String> ARTIFACT_FIELDS = Set.of("artifactUri", "artifactSha256", "artifactBytes");

    private SnapshotJson() {}

    /**
     * One file of an artifact.
     *
     * @param sha256 64 lower-case hexadecimal digits
     * @param bytes  size of the file
     */
    record FileEntry(String sha256, long bytes) {}

    static byte[] write(ModelSnapshot snapshot, Map<String, FileEntry> files) {
        Map<String, @Nullable Object> fields = fields(snapshot);
        fields.keySet().removeAll(ARTIFACT_FIELDS);
        Map<String, Object> entries = new TreeMap<>();
        files.forEach((name, file) ->
                entries.put(name, new TreeMap<>(Map.of("bytes", file.bytes(), "sha256", file.sha256()))));
        fields.put("files", entries);
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return (JSON.writer(printer).writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("writing " + snapshot.getSnapshotId(), impossible);
        }
    }

    /**
     * The files named in a description.
     *
     * @throws CorruptSnapshotException if it is not a description
     */
    static Map<String, FileEntry> files(String where, byte[] json) throws CorruptSnapshotException {
        Map<String, FileEntry> files = new TreeMap<>();
        for (Map.Entry<String, JsonNode> file : parse(where, json).path("files").properties()) {
            JsonNode sha256 = file.getValue().path("sha256");
            JsonNode bytes = file.getValue().path("bytes");
            if (!sha256.isTextual() || !bytes.canConvertToLong()) {
                throw new CorruptSnapshotException(
                        where + ": expected sha256 and bytes of " + file.getKey() + ", found " + file.getValue());
            }
            files.put(file.getKey(), new FileEntry(sha256.asText(), bytes.asLong()));
        }
        return files;
    }

    private static JsonNode parse(String where, byte[] json) throws CorruptSnapshotException {
        try {
            return JSON.readTree(json);
        } catch (IOException malformed) {
            throw new CorruptSnapshotException(where + ": expected JSON, found " + malformed.getMessage());
        }
    }

    private static Map<String, @Nullable Object> fields(IndexedRecord avro) {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        for (Schema.Field field : avro.getSchema().getFields()) {
            fields.put(field.name(), value(avro.get(field.pos())));
        }
        return fields;
    }

    private static @Nullable Object value(@Nullable Object avro) {
        if (avro instanceof IndexedRecord nested) {
            return fields(nested);
        }
        if (avro instanceof List<?> list) {
            return list.stream().map(SnapshotJson::value).toList();
        }
        if (avro instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> values = new TreeMap<>();
            map.forEach((key, element) -> values.put(String.valueOf(key), value(element)));
            return values;
        }
        return avro == null || avro instanceof Number || avro instanceof Boolean ? avro : String.valueOf(avro);
    }
}
