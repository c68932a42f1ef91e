package io.slipstream.evaluator.channel.command;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.channel.PromoterConfig;
import io.slipstream.evaluator.channel.log.Connection;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.RetryConfig;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.serde.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which brokers and which model a command is about, and a connection with a person's patience. */
final class Session {

    private static final RetryConfig PATIENCE =
            new RetryConfig(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(15));
    private static final String LONGEST_CALL_MILLIS = "10000";
    private static final String LONGEST_DELIVERY_MILLIS = "15000"; // Kafka asks for more than one call and its linger

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The promoter's configuration, which names model, broker and registry; defaults without it.")
    private @Nullable Path config;

    @Option(names = "--model", paramLabel = "ID", description = "Model id; that of the configuration by default.")
    private @Nullable String model;

    @Option(names = "--json", description = "JSON instead of a table.")
    private boolean json;

    /** What a command does with a connection; returns the exit code. */
    @FunctionalInterface
    interface Action {
        int run(Connection connection, PromoterConfig config) throws IOException;
    }

    boolean isJson() {
        return json;
    }

    int with(Action action) throws ConfigException, IOException {
        PromoterConfig loaded = config == null
                ? ConfigLoader.defaults(PromoterConfig.class)
                : ConfigLoader.load(config, PromoterConfig.class);
        try (SchemaRegistryClient registry = Registry.connect(loaded.registry())) {
            Map<String, String> kafka = new TreeMap<>(loaded.kafka());
            kafka.putIfAbsent("default.api.timeout.ms", LONGEST_CALL_MILLIS);
            kafka.putIfAbsent("request.timeout.ms", LONGEST_CALL_MILLIS);
            kafka.putIfAbsent("delivery.timeout.ms", LONGEST_DELIVERY_MILLIS);
            kafka.putIfAbsent("max.block.ms", LONGEST_CALL_MILLIS);
            Retry retry = new Retry(PATIENCE, Clock.systemUTC(), new StopSignal());
            String of = model == null ? loaded.model() : model;
            return action.run(new Connection(of, Map.copyOf(kafka), registry, retry), loaded);
        }
    }
}
