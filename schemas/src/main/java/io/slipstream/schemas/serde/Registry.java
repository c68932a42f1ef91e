package io.slipstream.schemas.serde;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.slipstream.schemas.topic.Topic;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Opens the schema registry and registers the pipeline's schemas there. */
public final class Registry {

    /** Every version reads every other: consumers and producers may be upgraded in any order. */
    private static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private static final String MOCK = "mock://";
    private static final int SCHEMAS_PER_SUBJECT = 1_000;
    private static final int NOT_FOUND = 404;

    /** So that a flood of records with a wrong id is not a flood of requests. */
    private static final long UNKNOWN_ID_REMEMBERED_SECONDS = 60;

    private Registry() {}

    /**
     * A client of the registry. It connects on first use, so this does not fail when the registry is down. The client
     * is thread-safe; the caller closes it.
     */
    public static SchemaRegistryClient connect(RegistryConfig config) {
        if (config.url().startsWith(MOCK)) {
            return MockSchemaRegistry.getClientForScope(config.url().substring(MOCK.length()));
        }
        List<String> urls =
                Arrays.stream(config.url().split(",", -1)).map(String::strip).toList();
        Map<String, Object> properties = new HashMap<>(config.properties());
        properties.putIfAbsent(SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG, UNKNOWN_ID_REMEMBERED_SECONDS);
        // Without both timeouts the client waits for ever on a server that accepts and never answers.
        properties.put(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, (int)
                config.connectTimeout().toMillis());
        properties.put(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, (int)
                config.readTimeout().toMillis());
        return new CachedSchemaRegistryClient(urls, SCHEMAS_PER_SUBJECT, List.of(new AvroSchemaProvider()), properties);
    }

    /**
     * Sets the subject's compatibility to FULL_TRANSITIVE and registers the topic's schema, if it is not there yet.
     *
     * @return the schema's id
     * @throws RegistryUnavailableException if the registry could not be asked
     * @throws RegistryRefusedException     if it refused, for instance an incompatible schema
     */
    public static int register(SchemaRegistryClient client, Topic<?> topic) {
        return register(client, topic.subject(), PublishedSchema.of(topic.valueType()));
    }

    /** As {@link #register(SchemaRegistryClient, Topic)}, by the subject's name. */
    static int register(SchemaRegistryClient client, String subject, Schema schema) {
        ParsedSchema parsed = new AvroSchema(schema);
        boolean known =
                RegistryCall.ask("setting the compatibility of " + subject, () -> trySetCompatibility(client, subject));
        int id = RegistryCall.ask("registering " + subject, () -> client.register(subject, parsed));
        if (!known) {
            RegistryCall.ask(
                    "setting the compatibility of " + subject,
                    () -> client.updateCompatibility(subject, COMPATIBILITY));
        }
        return id;
    }

    /** False if this registry has no settings for a subject without schemas (Apicurio); Confluent's has. */
    private static boolean trySetCompatibility(SchemaRegistryClient client, String subject)
            throws IOException, RestClientException {
        try {
            client.updateCompatibility(subject, COMPATIBILITY);
            return true;
        } catch (RestClientException answer) {
            if (answer.getStatus() == NOT_FOUND) {
                return false;
            }
            throw answer;
        }
    }
}
