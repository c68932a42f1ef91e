package io.slipstream.evaluator.channel;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.channel.decision.History;
import io.slipstream.evaluator.channel.decision.Verification;
import io.slipstream.evaluator.channel.gate.GatesConfig;
import io.slipstream.evaluator.channel.log.ChannelTopics;
import io.slipstream.evaluator.channel.log.Connection;
import io.slipstream.evaluator.channel.log.HistoryReader;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.RetryConfig;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of channels on a broker, from the outside. */
final class ChannelRecords {

    private final Map<String, String> kafka;
    private final SchemaRegistryClient registry;

    ChannelRecords(String bootstrapServers, String registryUrl) {
        kafka = Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", "50");
        registry = Registry.connect(
                new RegistryConfig(registryUrl, Duration.ofSeconds(1), Duration.ofSeconds(1), Map.of()));
        ChannelTopics.prepare(connection(Samples.MODEL));
    }

    Connection connection(String model) {
        RetryConfig retry = new RetryConfig(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(20));
        return new Connection(model, kafka, registry, new Retry(retry, Clock.systemUTC(), new StopSignal()));
    }

    Promoter promoter(String gates) throws ConfigException {
        return Promoter.takeOver(
                connection(Samples.MODEL),
                ConfigLoader.parse(gates, "gates", GatesConfig.class),
                Optional.empty(),
                Clock.systemUTC());
    }

    <V extends SpecificRecord> void publish(Topic<V> topic, String key, V value) {
        try (KafkaProducer<String, V> producer = new KafkaProducer<>(
                KafkaSettings.producer(kafka, "test"), new StringSerializer(), new AvroSerializer<>(registry))) {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A producer like a model's promoter in the middle of a transaction that holds this decision. */
    KafkaProducer<String, byte[]> openTransaction(String model, Topic<ChannelPointer> topic, ChannelPointer decision) {
        Map<String, Object> settings = new HashMap<>(KafkaSettings.producer(kafka, "test"));
        settings.put("transactional.id", "slipstream-promoter-" + model);
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        byte[] value = new AvroSerializer<ChannelPointer>(registry).serialize(topic.name(), decision);
        try {
            producer.send(new ProducerRecord<>(
                            topic.name(), decision.getModelId() + "/" + decision.getChannel(), value))
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return producer;
    }

    History history() {
        return HistoryReader.read(connection(Samples.MODEL)).of(Samples.MODEL);
    }

    List<ChannelPointer> decisions() {
        return history().decisions().stream().map(Received::value).toList();
    }

    Verification.Result verify() {
        return Verification.of(Samples.MODEL, history());
    }
}
