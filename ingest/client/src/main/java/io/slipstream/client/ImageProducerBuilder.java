package io.slipstream.client;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sets up an {@link ImageProducer}. Every setter replaces a default; not thread-safe. */
public final class ImageProducerBuilder {

    private static final Duration REGISTRY_CONNECT = Duration.ofSeconds(2);
    private static final Duration REGISTRY_READ = Duration.ofSeconds(5);

    private static final Duration FIND_PATIENCE = Duration.ofSeconds(5);

    /** A producer forgets an idle topic after five minutes, and the next image would wait until it is found again. */
    private static final Duration TOPIC_KEPT = Duration.ofDays(7);

    private final Map<String, String> kafka;
    private RegistryConfig registry;
    private String topic = Topics.IMAGES_RAW.name();
    private ImageLimits limits = ConfigLoader.defaults(ImageLimits.class);
    private ByteSize inFlight = ByteSize.ofMiB(32);
    private Duration maxBlock = Duration.ofSeconds(60);
    private Duration deliveryTimeout = Duration.ofMinutes(2);
    private String clientId = "slipstream-client";

    ImageProducerBuilder(Map<String, String> kafka, String registryUrl) {
        this.kafka = Map.copyOf(kafka);
        this.registry = new RegistryConfig(registryUrl, REGISTRY_CONNECT, REGISTRY_READ, Map.of());
    }

    /** The schema registry with its timeouts and credentials, in place of its address alone. */
    public ImageProducerBuilder registry(RegistryConfig registry) {
        this.registry = registry;
        return this;
    }

    /** Topic the images go to; {@code images.raw} unless set. It must exist. */
    public ImageProducerBuilder topic(String topic) {
        this.topic = topic;
        return this;
    }

    /** The largest image let in; 10 MiB and 50 million pixels unless set. */
    public ImageProducerBuilder limits(ImageLimits limits) {
        this.limits = limits;
        return this;
    }

    /** Bytes sent and not yet acknowledged, of all images together; 32 MiB unless set, from 1 MiB to 1 GiB. */
    public ImageProducerBuilder inFlight(ByteSize inFlight) {
        if (inFlight.compareTo(ByteSize.ofMiB(1)) < 0 || inFlight.compareTo(ByteSize.ofMiB(1024)) > 0) {
            throw new IllegalArgumentException("inFlight: expected 1MiB to 1GiB, found " + inFlight);
        }
        this.inFlight = inFlight;
        return this;
    }

    /** Longest wait of {@code send} for room, and for brokers that the producer has lost; 60 s unless set. */
    public ImageProducerBuilder maxBlock(Duration maxBlock) {
        this.maxBlock = maxBlock;
        return this;
    }

    /** Longest wait for an acknowledgement, tries included; two minutes unless set, at least 1 s. */
    public ImageProducerBuilder deliveryTimeout(Duration deliveryTimeout) {
        if (deliveryTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("deliveryTimeout: expected 1 s or more, found " + deliveryTimeout);
        }
        this.deliveryTimeout = deliveryTimeout;
        return this;
    }

    /** The producer's name in the broker's logs, metrics and quotas; {@code slipstream-client} unless set. */
    public ImageProducerBuilder clientId(String clientId) {
        this.clientId = clientId;
        return this;
    }

    /**
     * Connects: learns the schema's id from the registry, registering the schema if it is new, and finds the topic.
     *
     * @throws org.apache.kafka.common.errors.RetriableException if the registry or the broker is away, or the topic does
     *     not exist
     * @throws KafkaException if one of them refuses
     */
    public ImageProducer connect() {
        int schemaId = schemaId(Topics.IMAGES_RAW.named(topic));
        Producer<String, byte[]> producer =
                new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
        try {
            find(producer);
        } catch (RuntimeException unknown) {
            producer.close(Duration.ZERO);
            throw unknown;
        }
        return new ImageProducer(producer, schemaId, topic, limits, inFlight, maxBlock, deliveryTimeout);
    }

    /** Looks for the topic until it is found, however short the producer's own patience is. */
    private void find(Producer<String, byte[]> producer) {
        long begun = System.nanoTime();
        while (true) {
            try {
                producer.partitionsFor(topic);
                return;
            } catch (TimeoutException notYet) {
                if (System.nanoTime() - begun > FIND_PATIENCE.toNanos()) {
                    throw notYet;
                }
            }
        }
    }

    private int schemaId(Topic<?> images) {
        try (SchemaRegistryClient client = Registry.connect(registry)) {
            return Registry.register(client, images);
        } catch (IOException impossible) {
            throw new UncheckedIOException("closing the client of the schema registry", impossible);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(KafkaSettings.producer(kafka, clientId));
        // Twice the bound: Kafka's buffer is taken in batches, full or not.
        setUnlessGiven(settings, ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * inFlight.bytes());
        setUnlessGiven(settings, ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlock.toMillis());
        setUnlessGiven(settings, ProducerConfig.METADATA_MAX_IDLE_CONFIG, TOPIC_KEPT.toMillis());
        setUnlessGiven(settings, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMillis());
        // The client insists on linger.ms + request.timeout.ms <= delivery.timeout.ms.
        long request = Math.min(30_000, deliveryTimeout.toMillis() / 2);
        setUnlessGiven(settings, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) request);
        return settings;
    }

    private void setUnlessGiven(Map<String, Object> settings, String name, Object value) {
        if (!kafka.containsKey(name)) {
            settings.put(name, value);
        }
    }
}
