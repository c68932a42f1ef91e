package io.slipstream.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;

/**
 * A record's schema as the registry holds it: as written in its {@code .avsc} file, without the
 * {@code avro.java.string} hints that code generation adds and that mean nothing to other languages.
 */
final class PublishedSchema {

    private PublishedSchema() {}

    static Schema of(Class<?> recordType) {
        Schema generated = SpecificData.get().getSchema(recordType);
        try {
            JsonNode tree = new ObjectMapper().readTree(generated.toString());
            return new Schema.Parser().parse(withoutHints(tree).toString());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("reading the schema of " + recordType.getName(), impossible);
        }
    }

    private static JsonNode withoutHints(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.remove(GenericData.STRING_PROP) != null
                && isBareString(object)) {
            return object.get("type");
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(withoutHints(entry.getValue())));
        } else if (node instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withoutHints(array.get(i)));
            }
        }
        return node;
    }

    private static boolean isBareString(ObjectNode object) {
        return object.size() == 1 && object.path("type").asText().equals("string");
    }
}
