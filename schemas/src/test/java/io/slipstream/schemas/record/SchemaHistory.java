package io.slipstream.schemas.record;

import static java.util.Comparator.comparingInt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** The published versions of a record's schema, and what makes a new one incompatible with them. */
final class SchemaHistory {

    static final Path AVRO = Path.of("src/main/avro");

    private SchemaHistory() {}

    /** The schema in force. */
    static Schema current(String recordName) throws IOException {
        Schema.Parser parser = new Schema.Parser();
        if (!recordName.equals("LedgerEntry")) {
            parser.parse(AVRO.resolve("LedgerEntry.avsc").toFile());
        }
        if (recordName.equals("ProbeSample")) {
            parser.parse(AVRO.resolve("ImageSample.avsc").toFile()); // it has the BlobReference
        }
        return parser.parse(AVRO.resolve(recordName + ".avsc").toFile());
    }

    /** Every published version, oldest first; each file stands alone. */
    static List<Schema> versions(String recordName) throws IOException {
        try (Stream<Path> files = Files.list(AVRO.resolve("history").resolve(recordName))) {
            return files.sorted(comparingInt(SchemaHistory::version))
                    .map(SchemaHistory::parse)
                    .toList();
        }
    }

    private static int version(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceFirst("^v(\\d+)\\.avsc$", "$1"));
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * FULL_TRANSITIVE: the current schema reads every version and every version reads the current one. Removing an enum
     * symbol counts as incompatible too, although Avro would read it as the enum's default: the value would be lost.
     */
    static List<String> incompatibilities(Schema current, List<Schema> versions) {
        List<String> found = new ArrayList<>();
        for (Schema version : versions) {
            explain("reading old records", current, version).forEach(found::add);
            explain("reading new records in old readers", version, current).forEach(found::add);
            Map<String, List<String>> symbols = enumSymbols(current);
            enumSymbols(version).forEach((name, old) -> old.stream()
                    .filter(symbol -> !symbols.getOrDefault(name, List.of()).contains(symbol))
                    .forEach(symbol -> found.add("symbol " + symbol + " removed from " + name)));
        }
        return found;
    }

    private static Stream<String> explain(String what, Schema reader, Schema writer) {
        SchemaCompatibility.SchemaPairCompatibility pair =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return pair.getType() == SchemaCompatibilityType.COMPATIBLE
                ? Stream.empty()
                : pair.getResult().getIncompatibilities().stream().map(problem -> what + ": " + problem);
    }

    private static Map<String, List<String>> enumSymbols(Schema schema) {
        Map<String, List<String>> symbols = new LinkedHashMap<>();
        named(schema)
                .filter(named -> named.getType() == Schema.Type.ENUM)
                .forEach(named -> symbols.put(named.getFullName(), named.getEnumSymbols()));
        return symbols;
    }

    /** The records and enums in a schema, itself included; our schemas do not recurse. */
    static Stream<Schema> named(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                Stream.concat(Stream.of(schema), schema.getFields().stream().flatMap(field -> named(field.schema())));
            case ENUM -> Stream.of(schema);
            case UNION -> schema.getTypes().stream().flatMap(SchemaHistory::named);
            case ARRAY -> named(schema.getElementType());
            case MAP -> named(schema.getValueType());
            default -> Stream.empty();
        };
    }
}
