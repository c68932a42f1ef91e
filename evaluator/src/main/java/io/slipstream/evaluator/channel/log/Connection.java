package io.slipstream.evaluator.channel.log;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.schemas.serde.AvroDeserializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How the topics of one model's channels are reached.
 *
 * @param model the model lineage
 * @param kafka the user's properties of Kafka's clients
 * @param registry the schema registry; the owner closes it
 * @param retry how long to wait for what does not answer
 */
public record Connection(String model, Map<String, String> kafka, SchemaRegistryClient registry, Retry retry) {

    /** Short: a question for the end of a topic waits behind a fetch that waits for records. */
    private static final int FETCH_WAIT_MILLIS = 100;

    /** Long for a transaction of some records; short for the readers, who wait for one left open. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    /** Short, so that every try to reach a broker that is away ends in a line of the log. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

    /** The name by which a model's promoters fence each other and appear in the broker's logs. */
    String client() {
        return "slipstream-promoter-" + model;
    }

    /** A reader of a topic from its beginning; the caller closes it. */
    public <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic) {
        return new TopicReader<>(topic, consumer(), new AvroDeserializer<>(registry, topic.valueType()), retry);
    }

    Consumer<String, byte[]> consumer() {
        Map<String, Object> properties = KafkaSettings.consumer(kafka, client());
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A transactional producer's settings; what the user sets wins where guarantees do not rest on it. */
    Map<String, Object> transactional() {
        Map<String, Object> settings = KafkaSettings.producer(kafka, client());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, client());
        settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_CALL.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return settings;
    }
}
