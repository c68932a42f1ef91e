package io.slipstream.ingest.gateway;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.slipstream.client.ImageProducer;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's way to broker and registry. It is made as soon as both are there, however long that takes, and watched
 * from then on. Thread-safe.
 */
final class Uplink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Uplink.class);

    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(3);

    /** How long a request's thread may wait for a producer that has lost its brokers; there is always room. */
    private static final Duration LONGEST_BLOCK = Duration.ofMillis(200);

    private static final short BROKER_DEFAULT = -1;
    private static final int NOT_FOUND = 404;

    private final GatewayConfig config;
    private final Clock clock;
    private final SchemaRegistryClient registry;
    private final Admin admin;
    private int misses;
    private volatile @Nullable Links links;
    private volatile Health health = new Health(Optional.of("not connected yet"), Optional.of("not connected yet"));

    /**
     * Where images go.
     *
     * @param images good ones
     * @param deadLetters refused ones; null for nowhere
     */
    record Links(ImageProducer images, @Nullable DeadLetters deadLetters) {}

    /**
     * What is amiss, in words; empty where nothing is.
     *
     * @param broker with the broker
     * @param registry with the schema registry
     */
    record Health(Optional<String> broker, Optional<String> registry) {
        boolean isGood() {
            return broker.isEmpty() && registry.isEmpty();
        }
    }

    Uplink(GatewayConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.registry = Registry.connect(config.registry());
        Map<String, Object> settings = KafkaSettings.admin(config.kafka(), "slipstream-gateway-admin");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CHECK_PATIENCE.toMillis());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CHECK_PATIENCE.toMillis());
        this.admin = Admin.create(settings);
    }

    /** Connects and watches, on a thread of {@code scheduler}. */
    void watch(ScheduledExecutorService scheduler) {
        scheduler.scheduleWithFixedDelay(this::check, 0, CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Where images go; empty as long as broker or registry were not there, or while the broker is away. */
    Optional<Links> links() {
        return health.broker().isEmpty() ? Optional.ofNullable(links) : Optional.empty();
    }

    Health health() {
        return health;
    }

    private void check() {
        try {
            Health found = new Health(lasting(brokerProblem()), registryProblem());
            if (links == null && found.isGood()) {
                links = connect();
            }
            report(found);
        } catch (KafkaException e) {
            report(new Health(Optional.of(words(e)), health.registry()));
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("The check of broker and registry failed on its own account");
        }
    }

    /** One late answer of a busy broker is no reason to refuse images. */
    private Optional<String> lasting(Optional<String> problem) {
        misses = problem.isEmpty() ? 0 : misses + 1;
        return misses == 1 && links != null ? health.broker() : problem;
    }

    private void report(Health found) {
        if (!found.equals(health)) {
            log.atInfo()
                    .addKeyValue("broker", found.broker().orElse("there"))
                    .addKeyValue("registry", found.registry().orElse("there"))
                    .log(found.isGood() ? "Ready for images" : "Not ready for images");
        }
        health = found;
    }

    private Optional<String> brokerProblem() {
        try {
            admin.describeCluster().nodes().get(CHECK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException away) {
            return Optional.of(words(away.getCause() == null ? away : away.getCause()));
        } catch (TimeoutException away) {
            return Optional.of("no answer within " + CHECK_PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the gateway ends");
        }
    }

    private Optional<String> registryProblem() {
        try {
            registry.getLatestSchemaMetadata(Topic.subjectOf(config.topic()));
            return Optional.empty();
        } catch (RestClientException answer) {
            // What it does not have yet is registered when the gateway connects.
            return answer.getStatus() == NOT_FOUND ? Optional.empty() : Optional.of(words(answer));
        } catch (IOException away) {
            return Optional.of(words(away));
        }
    }

    private Links connect() {
        Topic<ImageSample> images = Topics.IMAGES_RAW.named(config.topic());
        List<Topic<?>> topics = new ArrayList<>(List.of(images));
        if (config.deadLetters()) {
            topics.add(Topics.IMAGES_DEAD_LETTER);
        }
        TopicCreator.create(admin, BROKER_DEFAULT, topics);
        topics.forEach(topic -> Registry.register(registry, topic));
        ImageProducer producer = ImageProducer.builder(
                        prompt(config.kafka()), config.registry().url())
                .registry(config.registry())
                .clientId("slipstream-gateway")
                .topic(config.topic())
                .limits(config.image())
                .inFlight(config.upload().inFlight())
                .maxBlock(LONGEST_BLOCK)
                .deliveryTimeout(config.ackTimeout())
                .connect();
        try {
            return new Links(producer, config.deadLetters() ? deadLetters() : null);
        } catch (KafkaException away) {
            producer.close(Duration.ZERO);
            throw away;
        }
    }

    /** Sends sooner than other services do: at the other end of every image somebody waits. */
    private static Map<String, String> prompt(Map<String, String> kafka) {
        Map<String, String> settings = new HashMap<>(kafka);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "1");
        return settings;
    }

    private DeadLetters deadLetters() {
        Map<String, Object> settings = KafkaSettings.producer(config.kafka(), "slipstream-gateway-dead-letters");
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, CHECK_PATIENCE.toMillis());
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                config.ackTimeout().toMillis());
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                Math.min(30_000, config.ackTimeout().toMillis() / 2));
        settings.putIfAbsent(
                ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(7).toMillis());
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.partitionsFor(Topics.IMAGES_DEAD_LETTER.name());
        } catch (KafkaException away) {
            producer.close(Duration.ZERO);
            throw away;
        }
        return new DeadLetters(
                producer,
                new AvroSerializer<>(registry),
                config.deadLetterPayload().bytes(),
                clock);
    }

    private static String words(Throwable problem) {
        return problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    }

    /** Waits for what is not acknowledged yet, no longer than {@code drain.timeout}. */
    @Override
    public void close() {
        Links made = links;
        if (made != null) {
            made.images().close(config.drain().timeout());
            if (made.deadLetters() != null) {
                made.deadLetters().close(config.drain().timeout());
            }
        }
        admin.close(Duration.ZERO);
        try {
            registry.close();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("The client of the schema registry could not be closed");
        }
    }
}
