package io.slipstream.deploy.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.BrokerServer;
import io.slipstream.deploy.standalone.RegistryServer;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * The broker with its topics and the registry with its schemas.
 *
 * @param plan the run, with the addresses that were chosen
 * @param broker started, not yet ready
 * @param registry started, not yet ready
 */
record Platform(DemoPlan plan, BrokerServer broker, RegistryServer registry) {

    /** Starts both servers side by side, on the preferred ports where these are free. */
    static Platform start(
            DemoOptions options, Installation installation, Instant startedAt, Children children, Display display)
            throws IOException {
        int port = choosePort("broker", options.port(), display);
        int registryPort = choosePort("registry", options.registryPort(), display);
        DemoPlan plan = new DemoPlan(options, startedAt, port, registryPort);
        display.line("starting broker %s and registry %s, data in %s"
                .formatted(plan.bootstrapServers(), plan.registry(), options.data()));
        BrokerServer broker = BrokerServer.start(
                installation,
                options.data().resolve("broker"),
                port,
                plan.logs().resolve("broker.log"));
        children.add(broker.process());
        RegistryServer registry = RegistryServer.start(
                installation,
                options.data().resolve("registry"),
                registryPort,
                plan.logs().resolve("registry.log"));
        children.add(registry.process());
        return new Platform(plan, broker, registry);
    }

    /** Waits for both, creates the topics and registers the schemas. */
    SchemaRegistryClient prepare() throws IOException, InterruptedException {
        broker.awaitReady();
        Map<String, String> kafka = Map.of("bootstrap.servers", plan.bootstrapServers());
        try (Admin admin = Admin.create(KafkaSettings.admin(kafka, "slipstream-demo"))) {
            TopicCreator.create(admin, (short) 1, Topics.all());
        }
        registry.awaitReady();
        SchemaRegistryClient schemas = Registry.connect(registryConfig());
        Topics.all().forEach(topic -> Registry.register(schemas, topic));
        return schemas;
    }

    private RegistryConfig registryConfig() throws IOException {
        try {
            return ConfigLoader.parse("url: " + plan.registry(), "demo", RegistryConfig.class);
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static int choosePort(String server, int preferred, Display display) {
        int port = LoopbackPort.preferably(preferred);
        if (port != preferred) {
            display.line("port %d is taken, the %s uses %d".formatted(preferred, server, port));
        }
        return port;
    }
}
