package io.slipstream.trainer.audit;

import static io.slipstream.trainer.audit.Accounts.checkpoint;
import static io.slipstream.trainer.audit.Accounts.claim;
import static io.slipstream.trainer.audit.Accounts.entry;
import static io.slipstream.trainer.audit.Accounts.ofModel;
import static io.slipstream.trainer.audit.Accounts.snapshot;
import static io.slipstream.trainer.audit.Accounts.withSnapshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The command beside a real broker, over records written by hand.
 *
 * <p>Each test has a model and an image topic of its own: offsets 0 to 9 and 17 to 26 hold records, 11 to 15 those
 * of a transaction that was aborted, 10 and 16 markers of transactions; 4 and 20 were refused.
 */
class VerifyLedgerIT {

    private static final String REGISTRY = "verify-ledger-it";

    private static Path directory;
    private static EmbeddedKafka broker;
    private static Admin admin;
    private static SchemaRegistryClient registry;
    private static Producer<String, byte[]> producer;

    private final StringWriter said = new StringWriter();
    private final String model;
    private final TopicPartition images;

    VerifyLedgerIT(TestInfo test) {
        model = "it-" + test.getTestMethod().orElseThrow().getName();
        images = new TopicPartition("images-" + model, 0);
    }

    @BeforeAll
    static void start(@TempDir Path shared) throws IOException {
        directory = shared;
        broker = EmbeddedKafka.start(directory.resolve("broker"));
        admin = Admin.create(KafkaSettings.admin(kafka(), "test"));
        TopicCreator.create(admin, (short) 1, Topics.all());
        registry = MockSchemaRegistry.getClientForScope(REGISTRY);
        Map<String, Object> settings = KafkaSettings.producer(kafka(), "test");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test");
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    @AfterAll
    static void stop() throws IOException {
        producer.close();
        admin.close();
        broker.close();
    }

    private static Map<String, String> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @Test
    void aLineageThatCountsWhatIsThereHoldsThroughAGapAndARestart() throws Exception {
        writeStream();
        writeLineage();

        assertThat(verify()).as(said.toString()).isZero();
        assertThat(said.toString().lines())
                .anyMatch(line -> line.matches(images + " +0 +27 +20 +17 +2 +0 +1 +0 +7 +0"))
                .filteredOn(line -> line.startsWith("holds "))
                .hasSize(5);
    }

    @Test
    void aRecordThatIsCountedButNotThereBreaksTheCheckAndTheJsonSaysWhere() throws Exception {
        writeStream();
        commit(List.of(announce(checkpoint(1, model + "-c", null, partition(entry(27, 2)))), letter(4), letter(20)));

        Path json = directory.resolve(model + ".json");
        assertThat(verify("--json", json.toString())).isEqualTo(1);
        JsonNode worst = new ObjectMapper().readTree(json.toFile()).at("/checks/0");
        assertThat(worst.at("/name").asText()).isEqualTo("the records covered are those of the topic");
        assertThat(worst.at("/findings/0/text").asText())
                .isEqualTo(images + "@0 to @27: expected 20 records covered, found 27");
    }

    @Test
    void aDeadLetterThatWasSentTwiceBreaksTheCheck() throws Exception {
        writeStream();
        writeLineage();
        commit(List.of(letter(4)));

        assertThat(verify()).isEqualTo(1);
        assertThat(said.toString()).contains(images + "@4: expected at most 1 dead letters");
    }

    @Test
    void whatAnAbortedTransactionWouldHavePublishedIsNotThere() throws Exception {
        writeStream();
        writeLineage();
        producer.beginTransaction();
        producer.send(letter(4));
        producer.send(announce(checkpoint(2, model + "-never", model + "-b", partition(entry(99)))));
        producer.flush();
        producer.abortTransaction();

        assertThat(verify()).as(said.toString()).isZero();
    }

    @Test
    void deletedRecordsAreToldAsBeyondProofAndTheRestIsProven() throws Exception {
        writeStream();
        writeLineage();
        admin.deleteRecords(Map.of(images, RecordsToDelete.beforeOffset(7)))
                .all()
                .get();

        assertThat(verify()).as(said.toString()).isZero();
        assertThat(said.toString())
                .contains("beyond proof  the records covered", images + "@0 to @7: deleted from the topic");
    }

    @Test
    void aTopicThatIsGoneIsBeyondProof() throws Exception {
        commit(List.of(announce(checkpoint(1, model + "-c", null, partition(entry(10))))));

        assertThat(verify()).isZero();
        assertThat(said.toString()).contains(images + ": there is no such partition any more");
    }

    @Test
    void aModelWithoutACheckpointIsWrongUsageAndThoseThatHaveOneAreNamed() throws Exception {
        commit(List.of(announce(checkpoint(1, model + "-c", null, partition(entry(10))))));

        assertThat(verify("--model", "nobody")).isEqualTo(2);
        assertThat(said.toString()).contains("model nobody", "model-checkpoints", model);
    }

    @Test
    void aRecordThatCannotBeReadIsNotPassedOver() throws Exception {
        commit(List.of(announce(checkpoint(1, model + "-c", null, partition(entry(10))))));
        producer.beginTransaction();
        long offset = producer.send(new ProducerRecord<>(Topics.IMAGES_DEAD_LETTER.name(), "camera", new byte[1]))
                .get()
                .offset();
        producer.commitTransaction();

        assertThat(verify()).isEqualTo(1);
        assertThat(said.toString()).hasLineCount(1).contains("images.dead-letter-0@" + offset + ": ");

        // The other tests share the topic.
        TopicPartition letters = new TopicPartition(Topics.IMAGES_DEAD_LETTER.name(), 0);
        admin.deleteRecords(Map.of(letters, RecordsToDelete.beforeOffset(offset + 1)))
                .all()
                .get();
    }

    private int verify(String... more) throws IOException {
        Path config = Files.writeString(
                directory.resolve(model + ".yaml"), """
                model: %s
                kafka: {bootstrap.servers: '%s'}
                registry: {url: 'mock://%s'}
                """.formatted(model, broker.bootstrapServers(), REGISTRY));
        List<String> arguments = new ArrayList<>(List.of("--config", config.toString()));
        arguments.addAll(List.of(more));
        PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(new VerifyLedgerCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(arguments.toArray(String[]::new));
    }

    private void writeStream() throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(images.topic(), 1, (short) 1)))
                .all()
                .get();
        commit(images(10));
        producer.beginTransaction();
        images(5).forEach(producer::send);
        producer.flush();
        producer.abortTransaction();
        commit(images(10));
    }

    /** A trainer that was killed after its first checkpoint, and the one that went on from there. */
    private void writeLineage() {
        commit(List.of(announce(claim(1))));
        commit(List.of(
                announce(withSnapshot(
                        model + "-s",
                        checkpoint(
                                1,
                                model + "-a",
                                null,
                                partition(entry(8, 1).setTrained(5).setPending(2))))),
                letter(4),
                announce(snapshot(
                        model + "-s",
                        model + "-a",
                        partition(entry(8, 1).setTrained(5).setPending(2))))));
        commit(List.of(announce(claim(2))));
        LedgerEntry.Builder all = entry(27)
                .setCovered(20)
                .setTrained(17)
                .setDeadLettered(2)
                .setDuplicates(1)
                .setGaps(7);
        commit(List.of(announce(checkpoint(2, model + "-b", model + "-a", partition(all))), letter(20)));
    }

    private List<ProducerRecord<String, byte[]>> images(int count) {
        return Collections.nCopies(count, new ProducerRecord<>(images.topic(), "camera", new byte[1]));
    }

    private LedgerEntry.Builder partition(LedgerEntry.Builder entry) {
        return entry.setTopic(images.topic());
    }

    private ProducerRecord<String, byte[]> announce(TrainingCheckpoint announcement) {
        TrainingCheckpoint own = ofModel(model, announcement);
        return record(
                Topics.MODEL_CHECKPOINTS.name(),
                Optional.ofNullable(own.getCheckpointId()).orElse(model),
                own);
    }

    private ProducerRecord<String, byte[]> announce(ModelSnapshot snapshot) {
        ModelSnapshot own = ModelSnapshot.newBuilder(snapshot).setModelId(model).build();
        return record(Topics.MODEL_SNAPSHOTS.name(), own.getSnapshotId(), own);
    }

    private ProducerRecord<String, byte[]> letter(long offset) {
        return record(
                Topics.IMAGES_DEAD_LETTER.name(),
                "camera",
                DeadLetter.newBuilder()
                        .setTime(Instant.EPOCH)
                        .setStage("trainer")
                        .setReason(DeadLetterReason.TRUNCATED)
                        .setMessage("cut short")
                        .setSource("camera")
                        .setTopic(images.topic())
                        .setPartition(images.partition())
                        .setOffset(offset)
                        .setSize(1)
                        .build());
    }

    private static ProducerRecord<String, byte[]> record(String topic, String key, SpecificRecord value) {
        return new ProducerRecord<>(topic, key, new AvroSerializer<>(registry).serialize(topic, value));
    }

    private static void commit(List<ProducerRecord<String, byte[]>> records) {
        producer.beginTransaction();
        records.forEach(producer::send);
        producer.commitTransaction();
    }
}
