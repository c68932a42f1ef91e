package io.slipstream.ingest.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.ingest.TestImages;
import io.slipstream.ingest.curation.TestTopics;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.serde.AvroSerializer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DeadLetterIT {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Path folder;
    private final String registry = "mock://" + UUID.randomUUID();
    private final StringWriter said = new StringWriter();
    private EmbeddedKafka broker;
    private TestTopics topics;

    DeadLetterIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void startABroker() throws Exception {
        broker = EmbeddedKafka.start(folder.resolve("broker"));
        topics = new TestTopics(broker.bootstrapServers(), registry);
        topics.create();
        Files.writeString(
                folder.resolve("config.yaml"),
                "{kafka: {bootstrap.servers: '" + broker.bootstrapServers() + "'}, registry: {url: '" + registry
                        + "'}}");
    }

    @AfterEach
    void stopTheBroker() throws Exception {
        topics.close();
        broker.close();
    }

    @Test
    void lettersAreListedByReasonSourceAndTime() throws Exception {
        refuse("gate", DeadLetterReason.TRUNCATED, now.minus(Duration.ofHours(5)), TestImages.truncatedJpeg());
        refuse("gate", DeadLetterReason.EMPTY, now, new byte[0]);
        refuse("dock", DeadLetterReason.TRUNCATED, now, TestImages.truncatedJpeg());

        assertThat(run("list", "--reason", "truncated", "--source", "gate")).isZero();
        assertThat(said.toString().lines()).hasSize(2).last().asString().contains("TRUNCATED", "gate", "expected?[31m");
        assertThat(json("--reason", "TRUNCATED,EMPTY")).hasSize(3);
        assertThat(json("--since", "2h")).hasSize(2);
        assertThat(json("--limit", "1")).singleElement().satisfies(letter -> {
            assertThat(letter.get("source").asText()).isEqualTo("dock");
            assertThat(letter.get("letter").asText()).isEqualTo("images.dead-letter-0@2");
            assertThat(letter.get("has-payload").asBoolean()).isTrue();
        });
    }

    @Test
    void aReplayedLetterGoesToTheRawTopicAsItWasAndIsMarked() throws Exception {
        byte[] image = TestImages.jpeg(1);
        refuse("gate", DeadLetterReason.UNDECODABLE, now.minusSeconds(60), image);
        refuse("dock", DeadLetterReason.EMPTY, now, new byte[0]);

        assertThat(run("replay", "--dry-run")).isZero();
        assertThat(raw()).isEmpty();
        assertThat(run("replay", "--reason", "UNDECODABLE")).isZero();

        assertThat(raw()).singleElement().satisfies(sent -> {
            assertThat(sent.key()).isEqualTo("gate");
            assertThat(sent.value()).isEqualTo(image);
            assertThat(header(sent, "slipstream.tag.site")).isEqualTo("north");
            assertThat(header(sent, "slipstream.replayed")).isEqualTo("images.dead-letter-0@0");
            assertThat(header(sent, "slipstream.capture-time"))
                    .isEqualTo(Long.toString(now.minusSeconds(60).toEpochMilli()));
        });
        assertThat(said.toString()).contains("2 letters would be sent", "1 of 1 letters were sent");
    }

    @Test
    void aLetterWithoutBytesIsReplayedFromItsRecordAsLongAsThatIsThere() throws Exception {
        topics.send("gate", TestImages.jpeg(5));
        topics.flush();
        ConsumerRecord<String, byte[]> original = raw().get(0);
        refuse("gate", DeadLetterReason.TOO_MANY_BYTES, now, null, original.partition(), original.offset());
        refuse("gate", DeadLetterReason.TOO_MANY_BYTES, now, null, original.partition(), 77);

        assertThat(run("replay")).isEqualTo(1);

        assertThat(raw()).hasSize(2).allSatisfy(sent -> {
            assertThat(sent.key()).isEqualTo("gate");
            assertThat(sent.value()).isEqualTo(original.value());
        });
        assertThat(said.toString()).contains("1 of 2 letters", "1 have no bytes");
    }

    @Test
    void purgeDeletesWhatIsOldOrAllAndAsksFirst() throws Exception {
        refuse("gate", DeadLetterReason.EMPTY, now.minus(Duration.ofDays(3)), new byte[0]);
        refuse("gate", DeadLetterReason.EMPTY, now.minus(Duration.ofDays(2)), new byte[0]);
        refuse("gate", DeadLetterReason.EMPTY, now, new byte[0]);

        assertThat(run("purge")).isEqualTo(2);
        assertThat(json()).hasSize(3);
        assertThat(run("purge", "--before", "1d", "--yes")).isZero();
        assertThat(json()).hasSize(1);
        assertThat(run("purge", "--yes")).isZero();
        assertThat(json()).isEmpty();
        assertThat(run("purge", "--yes")).isZero();
        assertThat(said.toString()).contains("partition 0: 2 offsets", "There is nothing to delete");
    }

    @Test
    void brokersThatAreAwayAndWrongUsageAreSaid() throws Exception {
        Files.writeString(
                folder.resolve("config.yaml"),
                "{kafka: {bootstrap.servers: '127.0.0.1:" + LoopbackPort.free()
                        + "', default.api.timeout.ms: '1500'}}");

        assertThat(run("list")).isEqualTo(1);
        assertThat(run("list", "--since", "soon")).isEqualTo(2);
        assertThat(run("list", "--reason", "BORING")).isEqualTo(2);
        assertThat(said.toString()).contains("The brokers or the registry failed", "expected an instant", "BORING");
    }

    private void refuse(String source, DeadLetterReason reason, Instant time, byte[] payload) throws Exception {
        refuse(source, reason, time, payload, 0, 1);
    }

    private void refuse(
            String source, DeadLetterReason reason, Instant time, byte @Nullable [] payload, int partition, long offset)
            throws Exception {
        DeadLetter letter = DeadLetter.newBuilder()
                .setTime(time)
                .setStage("curation")
                .setReason(reason)
                .setMessage("expected\u001b[31m something else")
                .setSource(source)
                .setTopic("images.raw")
                .setPartition(partition)
                .setOffset(offset)
                .setSize(payload == null ? 1L << 30 : payload.length)
                .setPayload(payload == null ? null : ByteBuffer.wrap(payload))
                .build();
        try (var client = topics.registry()) {
            byte[] value = new AvroSerializer<DeadLetter>(client).serialize(Topics.IMAGES_DEAD_LETTER.name(), letter);
            ProducerRecord<String, byte[]> outgoing =
                    new ProducerRecord<>(Topics.IMAGES_DEAD_LETTER.name(), null, time.toEpochMilli(), source, value);
            outgoing.headers().add("slipstream.tag.site", "north".getBytes(StandardCharsets.UTF_8));
            topics.send(outgoing);
            topics.flush();
        }
    }

    private List<ConsumerRecord<String, byte[]>> raw() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(Map.of("bootstrap.servers", broker.bootstrapServers()), "reader"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.IMAGES_RAW.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private List<JsonNode> json(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("list", "--json"));
        arguments.addAll(List.of(options));
        StringWriter lines = new StringWriter();
        assertThat(run(lines, arguments.toArray(new String[0]))).isZero();
        List<JsonNode> letters = new ArrayList<>();
        for (String line : lines.toString().lines().toList()) {
            letters.add(new ObjectMapper().readTree(line));
        }
        return letters;
    }

    private int run(String... arguments) {
        return run(said, arguments);
    }

    private int run(StringWriter into, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--config");
        all.add(folder.resolve("config.yaml").toString());
        PrintWriter writer = new PrintWriter(into, true);
        return new CommandLine(new DeadLetterCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(writer)
                .setErr(writer)
                .execute(all.toArray(new String[0]));
    }

    private static String header(ConsumerRecord<?, ?> sent, String name) {
        return new String(sent.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
