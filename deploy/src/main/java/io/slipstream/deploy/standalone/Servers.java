package io.slipstream.deploy.standalone;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.deploy.process.Installation;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * The broker and the registry of one machine, side by side.
 *
 * @param broker started, not yet ready
 * @param registry started, not yet ready
 */
public record Servers(BrokerServer broker, RegistryServer registry) implements AutoCloseable {

    /**
     * Starts both and returns before they are ready.
     *
     * @param data directory of topics and schemas
     * @param logs directory of their log files
     * @param port port of the broker
     * @param registryPort port of the registry
     */
    public static Servers start(Installation installation, Path data, Path logs, int port, int registryPort)
            throws IOException {
        BrokerServer broker =
                BrokerServer.start(installation, data.resolve("broker"), port, logs.resolve("broker.log"));
        try {
            RegistryServer registry = RegistryServer.start(
                    installation, data.resolve("registry"), registryPort, logs.resolve("registry.log"));
            return new Servers(broker, registry);
        } catch (IOException e) {
            broker.process().close();
            throw e;
        }
    }

    /** Waits for both, creates the topics that are missing and registers their schemas; the caller closes the client. */
    public SchemaRegistryClient prepare(List<Topic<?>> topics) throws IOException, InterruptedException {
        broker.awaitReady();
        Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka, "slipstream-standalone"))) {
            TopicCreator.create(admin, (short) 1, topics);
        }
        registry.awaitReady();
        SchemaRegistryClient schemas = Registry.connect(registryConfig());
        topics.forEach(topic -> Registry.register(schemas, topic));
        return schemas;
    }

    /** Stops the registry, then the broker, in order. */
    @Override
    public void close() {
        registry.process().close();
        broker.process().close();
    }

    private RegistryConfig registryConfig() throws IOException {
        try {
            return ConfigLoader.parse("url: " + registry.url(), "standalone", RegistryConfig.class);
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
