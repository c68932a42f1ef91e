package io.slipstream.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.Installation;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerIT {
    private static final String WITH_NAME =
            "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"name\", \"type\": \"string\"}]}";
    private static final String WITH_NUMBER =
            "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"number\", \"type\": \"long\"}]}";

    private final Path directory;

    RegistryServerIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aBreakingSchemaIsRefusedAndIdsSurviveAKill() throws Exception {
        int id;
        RegistryServer first = start();
        try {
            first.awaitReady();
            SchemaRegistryClient client = client(first);
            Topics.all().forEach(topic -> Registry.register(client, topic));
            id = client.register("own-value", new AvroSchema(WITH_NAME));

            assertThat(client.getCompatibility(null)).isEqualTo("FULL_TRANSITIVE");
            assertThatExceptionOfType(RestClientException.class)
                    .isThrownBy(() -> client.register("own-value", new AvroSchema(WITH_NUMBER)))
                    .satisfies(refused -> assertThat(refused.getStatus()).isEqualTo(409));
        } finally {
            first.process().kill();
            first.process().await();
        }
        RegistryServer second = start();
        try (var process = second.process()) {
            second.awaitReady();
            SchemaRegistryClient client = client(second);
            assertThat(client.getSchemaById(id).canonicalString())
                    .isEqualTo(new AvroSchema(WITH_NAME).canonicalString());
            assertThat(client.getAllSubjects())
                    .contains("own-value")
                    .containsAll(
                            Topics.all().stream().map(topic -> topic.subject()).toList());
            assertThat(process.isAlive()).isTrue();
        }
        assertThat(second.process().endedInOrder()).isTrue();
    }

    private RegistryServer start() throws Exception {
        return RegistryServer.start(
                Installation.current(),
                directory.resolve("data"),
                LoopbackPort.free(),
                directory.resolve("registry.log"));
    }

    private static SchemaRegistryClient client(RegistryServer registry) throws Exception {
        return Registry.connect(ConfigLoader.parse("url: " + registry.url(), "test", RegistryConfig.class));
    }
}
