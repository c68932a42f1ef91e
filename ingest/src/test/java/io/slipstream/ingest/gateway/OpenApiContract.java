package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Holds answers against the OpenAPI document: status, media type and body. */
final class OpenApiContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document;

    OpenApiContract() {
        try (InputStream in = Service.class.getResourceAsStream("openapi.json")) {
            document = JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless the document says that this may be answered. */
    void check(String method, String path, int status, String contentType, String body) {
        JsonNode operation = operation(method, path);
        JsonNode responses = operation.path("responses");
        JsonNode response = responses.path(Integer.toString(status));
        if (response.isMissingNode()) {
            assertThat(status).as("a status without an entry of its own").isIn(404, 405, 431);
            response = responses.path("default");
        }
        assertThat(response.path("content").fieldNames())
                .toIterable()
                .as(method + " " + path + " " + status)
                .contains(contentType);
        if (contentType.endsWith("json")) {
            validate(response.path("content").path(contentType).path("schema"), body);
        }
    }

    /** The statuses the document lists for an operation. */
    Set<String> statuses(String method, String path) {
        Set<String> statuses = new TreeSet<>();
        operation(method, path).path("responses").fieldNames().forEachRemaining(statuses::add);
        return statuses;
    }

    private JsonNode operation(String method, String path) {
        JsonNode known = document.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
        return known.isMissingNode() ? document.path("paths").path("/v1/images").path("post") : known;
    }

    private void validate(JsonNode schema, String body) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        try {
            assertThat(SCHEMAS.getSchema(whole).validate(JSON.readTree(body)))
                    .as(body)
                    .isEmpty();
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }
}
