package io.slipstream.deploy.chaos;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.deploy.parent.ParentWatch;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.serde.RegistryConfig;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import io.slipstream.schemas.snapshot.SnapshotStore;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.StartAt;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A launcher whose {@code train} keeps a trainer's promise without learning anything: its weights are a hash of what it
 * has read, its state is in its announcements. It knows the {@link #plan} and does not read the topic. With some seeds it
 * does not keep it.
 */
final class FakeTrainer {
    static final int IMAGES = 300;
    static final int PARTITIONS = 2;

    /** Each trainer that goes on with a model passes over a step. */
    static final long FORGETFUL = 13;

    /** Every trainer gives up. */
    static final long BROKEN = 17;

    private static final int RECORDS_PER_STEP = 4;
    private static final int STEPS_PER_CHECKPOINT = 5;
    private static final long STEP_MILLIS = 10;

    private final StreamPlan plan;
    private final String model;
    private final JsonNode config;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final FileSnapshotStore store;
    private TrainingCheckpoint state;

    private FakeTrainer(JsonNode config, SchemaRegistryClient registry) {
        this.config = config;
        this.plan = plan(config.get("seed").asLong());
        this.model = config.get("model").asText();
        Map<String, Object> settings = KafkaSettings.producer(kafka(), "fake-trainer");
        settings.put("transactional.id", "fake-trainer-" + model);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(registry));
        this.store = new FileSnapshotStore(Path.of(config.at("/snapshot/store").asText()));
        producer.initTransactions();
        List<TrainingCheckpoint> before;
        try (TopicScan topics = new TopicScan(bootstrapServers(), registry)) {
            before = topics.read(Topics.MODEL_CHECKPOINTS, 0).stream()
                    .filter(announcement -> announcement.getModelId().equals(model))
                    .toList();
        }
        state = Lineages.claim(
                model,
                before.stream()
                                .mapToLong(TrainingCheckpoint::getLineageEpoch)
                                .max()
                                .orElse(0)
                        + 1);
        producer.beginTransaction();
        send(Topics.MODEL_CHECKPOINTS, model, state);
        producer.commitTransaction();
        before.stream()
                .filter(announcement -> announcement.getKind() == CheckpointKind.CHECKPOINT)
                .reduce((earlier, later) -> later)
                .ifPresent(last -> state = TrainingCheckpoint.newBuilder(last)
                        .setLineageEpoch(state.getLineageEpoch())
                        .build());
    }

    /** The topic that it expects. */
    static StreamPlan plan(long seed) {
        return StreamPlan.of(IMAGES, PARTITIONS, seed);
    }

    /** {@code --stop-with-parent PID train --config=FILE --stop-at-end}. */
    public static void main(String[] args) throws Exception {
        ParentWatch.start(Long.parseLong(args[1]));
        JsonNode config = new YAMLMapper().readTree(new File(args[3].substring(args[3].indexOf('=') + 1)));
        System.err.println("Effective configuration:");
        if (config.get("seed").asLong() == BROKEN) {
            System.err.println("out of ideas");
            System.exit(3);
        }
        String url = config.at("/registry/url").asText();
        SchemaRegistryClient registry =
                Registry.connect(ConfigLoader.parse("url: " + url, "test", RegistryConfig.class));
        new FakeTrainer(config, registry).train();
        System.exit(0);
    }

    private void train() throws Exception {
        boolean goesOn = state.getCheckpointId() != null;
        int next = goesOn
                ? plan.firstUnread(nextOffsets(state)).orElse(plan.entries().size())
                : start();
        if (goesOn && config.get("seed").asLong() == FORGETFUL) {
            next += RECORDS_PER_STEP;
        }
        int committed = next;
        Map<String, String> hashes = new HashMap<>(goesOn ? state.getStateHashes() : Lineages.HASHES);
        long step = state.getStep();
        while (next < plan.entries().size()) {
            Thread.sleep(STEP_MILLIS);
            int end = Math.min(next + RECORDS_PER_STEP, plan.entries().size());
            List<StreamPlan.Entry> batch = plan.entries().subList(next, end);
            hashes.replaceAll((part, hash) -> Sha256.of((hash + batch).getBytes(StandardCharsets.UTF_8)));
            next = end;
            step++;
            if (step % STEPS_PER_CHECKPOINT == 0 || next == plan.entries().size()) {
                commit(committed, next, step, hashes);
                committed = next;
            }
        }
    }

    private int start() {
        List<TopicPartition> partitions = IntStream.range(0, plan.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.IMAGES.name(), partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(kafka(), "fake-trainer"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Map<Integer, Long> offsets =
                    StartAt.parse(config.get("start-at").asText()).offsets(consumer, partitions).entrySet().stream()
                            .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
            return plan.firstUnread(offsets).orElseThrow();
        }
    }

    private void commit(int from, int to, long step, Map<String, String> hashes) throws Exception {
        System.err.println("Writing a checkpoint");
        String id = Lineages.checkpointId(model, step);
        ModelSnapshot.Builder description =
                ModelSnapshot.newBuilder(Lineages.snapshot(model, state.getLineageEpoch(), step, null));
        ModelSnapshot snapshot = store.publish(
                description
                        .setSnapshotId(description.getSnapshotId() + "-e" + state.getLineageEpoch())
                        .setParentId(state.getSnapshotId()),
                Map.of(
                        SnapshotStore.ENCODER,
                        requireNonNull(hashes.get("student")).getBytes(StandardCharsets.UTF_8)));
        state = TrainingCheckpoint.newBuilder(state)
                .setKind(CheckpointKind.CHECKPOINT)
                .setParentId(state.getCheckpointId())
                .setCheckpointId(id)
                .setSnapshotId(snapshot.getSnapshotId())
                .setStep(step)
                .setStateHashes(Map.copyOf(hashes))
                .setLedger(ledger(to))
                .build();
        producer.beginTransaction();
        send(Topics.MODEL_SNAPSHOTS, snapshot.getSnapshotId(), snapshot);
        send(Topics.MODEL_CHECKPOINTS, id, state);
        plan.entries().subList(from, to).stream()
                .filter(entry -> entry.content().isPoison())
                .forEach(entry ->
                        send(Topics.IMAGES_DEAD_LETTER, "line-1", Lineages.letter(entry.partition(), entry.offset())));
        System.err.println("Committing a checkpoint");
        producer.commitTransaction();
        System.err.println("Committed a checkpoint");
    }

    /** Account of everything before a record of the plan. */
    private List<LedgerEntry> ledger(int end) {
        StreamPlan read = new StreamPlan(plan.partitions(), plan.entries().subList(0, end));
        return Lineages.ledger(read);
    }

    private static Map<Integer, Long> nextOffsets(TrainingCheckpoint checkpoint) {
        return checkpoint.getLedger().stream()
                .collect(Collectors.toMap(LedgerEntry::getPartition, LedgerEntry::getNextOffset));
    }

    private String bootstrapServers() {
        return config.get("kafka").get("bootstrap.servers").asText();
    }

    private Map<String, String> kafka() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    private void send(Topic<?> topic, String key, SpecificRecord value) {
        producer.send(new ProducerRecord<>(topic.name(), key, value));
    }
}
