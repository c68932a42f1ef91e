package io.slipstream.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps every published version of every schema readable, and the list of published versions complete. */
class SchemaHistoryTest {

    static Stream<String> recordNames() throws IOException {
        try (Stream<Path> files = Files.list(SchemaHistory.AVRO)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".avsc") && !name.equals("LedgerEntry.avsc"))
                    .map(name -> name.replace(".avsc", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordNames")
    void theCurrentSchemaAndEveryPublishedVersionReadOneAnother(String name) throws IOException {
        assertThat(SchemaHistory.incompatibilities(SchemaHistory.current(name), SchemaHistory.versions(name)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordNames")
    void theCurrentSchemaIsTheNewestPublishedVersion(String name) throws IOException {
        List<Schema> versions = SchemaHistory.versions(name);

        assertThat(SchemaHistory.current(name).toString())
                .as("a changed schema needs a new file history/%s/v%d.avsc", name, versions.size() + 1)
                .isEqualTo(versions.get(versions.size() - 1).toString());
    }

    @ParameterizedTest
    @MethodSource("recordNames")
    void everyRecordEnumAndFieldHasADoc(String name) throws IOException {
        List<Schema> named = SchemaHistory.named(SchemaHistory.current(name)).toList();

        assertThat(named).allSatisfy(schema -> assertThat(schema.getDoc()).isNotBlank());
        assertThat(named.stream().filter(schema -> schema.getType() == Schema.Type.RECORD))
                .flatExtracting(Schema::getFields)
                .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a removed field without a default | {\"name\": \"size\", \"type\": \"long\"},      |",
                "an added field without a default  | {\"name\": \"size\", \"type\": \"long\"},      | {\"name\": \"size\", \"type\": \"long\"}, {\"name\": \"extra\", \"type\": \"long\"},",
                "a changed type                    | {\"name\": \"size\", \"type\": \"long\"},      | {\"name\": \"size\", \"type\": \"string\"},",
                "a widened type                    | {\"name\": \"count\", \"type\": \"int\"},      | {\"name\": \"count\", \"type\": \"long\"},",
                "a renamed field                   | {\"name\": \"size\", \"type\": \"long\"},      | {\"name\": \"length\", \"type\": \"long\"},",
                "a field that became optional      | {\"name\": \"size\", \"type\": \"long\"},      | {\"name\": \"size\", \"type\": [\"null\", \"long\"], \"default\": null},",
                "a removed enum symbol             | \"TRUNCATED\", \"EMPTY\"                      | \"TRUNCATED\"",
            })
    void aBreakingChangeIsDetected(String change, String before, String after) {
        Schema published = new Schema.Parser().parse(PUBLISHED);
        Schema changed = new Schema.Parser().parse(PUBLISHED.replace(before, after == null ? "" : after));
        assertThat(changed).isNotEqualTo(published);

        assertThat(SchemaHistory.incompatibilities(changed, List.of(published)))
                .as(change)
                .isNotEmpty();
    }

    @Test
    void aBreakWithAnOlderVersionAloneIsDetected() {
        Schema first = new Schema.Parser().parse(PUBLISHED.replace("\"type\": \"long\"", "\"type\": \"string\""));
        Schema second = new Schema.Parser().parse(PUBLISHED);

        assertThat(SchemaHistory.incompatibilities(second, List.of(first, second)))
                .isNotEmpty();
    }

    @Test
    void anAddedFieldWithADefaultAndAnAddedSymbolAreCompatible() {
        Schema published = new Schema.Parser().parse(PUBLISHED);
        Schema extended = new Schema.Parser()
                .parse(PUBLISHED
                        .replace("\"TRUNCATED\"", "\"BLURRED\", \"TRUNCATED\"")
                        .replace(
                                "\"fields\": [",
                                "\"fields\": [{\"name\": \"extra\", \"type\": \"long\", \"default\": 0},"));

        assertThat(SchemaHistory.incompatibilities(extended, List.of(published)))
                .isEmpty();
    }

    private static final String PUBLISHED = """
            {"type": "record", "name": "Sample", "fields": [
              {"name": "size", "type": "long"},
              {"name": "count", "type": "int"},
              {"name": "reason", "type": {"type": "enum", "name": "Reason",
                "symbols": ["UNKNOWN", "TRUNCATED", "EMPTY"], "default": "UNKNOWN"}}
            ]}""";
}
