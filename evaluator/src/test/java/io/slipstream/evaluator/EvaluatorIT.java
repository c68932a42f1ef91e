package io.slipstream.evaluator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.evaluator.follow.Announcements;
import io.slipstream.evaluator.follow.Tally;
import io.slipstream.evaluator.label.ProbeCommand;
import io.slipstream.evaluator.probe.ProbeImages;
import io.slipstream.evaluator.topic.UnavailableException;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import io.slipstream.schemas.record.SpaceComparison;
import io.slipstream.schemas.snapshot.FileSnapshotStore;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole service on a real broker: artifacts in a store, announcements on one topic, scores on the other. */
class EvaluatorIT {

    private Path dir;
    private EmbeddedKafka kafka;
    private Path probeSet;
    private String probeSets;
    private FileSnapshotStore store;
    private PipelineTopics topics;
    private final String registry = "mock://" + UUID.randomUUID();

    @BeforeEach
    void startTheBroker(@TempDir Path dir) throws IOException {
        this.dir = dir;
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        probeSet = ProbeImages.write(dir.resolve("probe"), 15, Color.RED, Color.GREEN, Color.BLUE);
        probeSets = "colours: {path: '" + probeSet + "'}";
        store = new FileSnapshotStore(dir.resolve("snapshots"));
        topics = new PipelineTopics(kafka.bootstrapServers(), registry);
    }

    @AfterEach
    void stopTheBroker() throws IOException {
        kafka.close();
    }

    @Test
    void everySnapshotOfALineageIsScoredAndPublishedUnderItsKey() throws Exception {
        announce(0);
        try (RunningEvaluator evaluator = start("")) {
            awaitScore(0);
            announce(100);
            awaitScore(100);

            assertThat(evaluator.stop()).isEqualTo(new Tally(2, 0, 0, 0));
        }

        Map<String, ProbeScore> scores = topics.scores();
        assertThat(scores).containsOnlyKeys("m-0/colours", "m-100/colours");
        ProbeScore score = requireNonNull(scores.get("m-100/colours"));
        assertThat(score.getStep()).isEqualTo(100);
        assertThat(score.getBankSize()).isEqualTo(36);
        assertThat(score.getQuerySize()).isEqualTo(9);
        assertThat(score.getClasses()).isEqualTo(3);
        assertThat(score.getK()).isEqualTo(3);
        assertThat(score.getKnnTop1()).as("pure colours are easy").isGreaterThan(0.9);
        assertThat(score.getRankMe()).isBetween(1.0, 16.2);
        assertThat(score.getCollapseLevel()).isBetween(0.0, 1.0);
        assertThat(score.getEmbeddingDim()).isEqualTo(16);
        assertThat(topics.reportRecords()).extracting(ConsumerRecord::key).containsExactly("m-0", "m-100");
        SnapshotReport report = topics.reportRecords().get(1).value();
        assertThat(report.getCanonicalSize()).isEqualTo(45);
        assertThat(report.getVerdict()).isEqualTo(SnapshotVerdict.HEALTHY);
        assertThat(report.getEmbeddingSpaceId()).isEqualTo("m-0");
        assertThat(report.getComparisons())
                .singleElement()
                .returns("m-0", SpaceComparison::getSnapshotId)
                .returns(1.0, SpaceComparison::getDirectOverlap);
    }

    @Test
    void aRestartScoresNothingTwiceAndGoesOnWithWhatIsNew() throws Exception {
        announce(0);
        announce(100);
        try (RunningEvaluator first = start("")) {
            awaitScore(100);
            assertThat(first.stop().scored()).isEqualTo(2);
        }
        announce(200);

        try (RunningEvaluator second = start("start-at: latest")) {
            awaitScore(200);
            assertThat(second.stop()).isEqualTo(new Tally(1, 0, 0, 0));
        }

        assertThat(topics.scoreRecords()).hasSize(3);
        assertThat(topics.reportRecords())
                .extracting(reported -> reported.value().getEmbeddingSpaceId())
                .as("the space is remembered across the restart")
                .containsExactly("m-0", "m-0", "m-0");
    }

    @Test
    void anAlteredArtifactIsRefusedAndTheNextSnapshotIsScored() throws Exception {
        ModelSnapshot altered = publish("m", 0, "tiny.pt");
        Path program = dir.resolve("snapshots/" + altered.getSnapshotId() + "/encoder.pt");
        byte[] bytes = Files.readAllBytes(program);
        bytes[bytes.length / 2] ^= 1;
        Files.write(program, bytes);
        topics.announce(altered);
        announce(100);

        try (RunningEvaluator evaluator = start("")) {
            awaitScore(100);
            assertThat(evaluator.stop()).isEqualTo(new Tally(1, 0, 1, 0));
        }
        assertThat(topics.scores()).containsOnlyKeys("m-100/colours");
    }

    @Test
    void whatCannotBeScoredOrReadDoesNotStopTheService() throws Exception {
        topics.announce(publish("broken", 0, "not-a-number.pt"));
        topics.announceGarbage("garbage");
        topics.announce(ModelSnapshot.newBuilder(publish("moved", 0, "tiny.pt"))
                .setArtifactUri("s3://bucket/elsewhere")
                .build());
        topics.announce(ModelSnapshot.newBuilder(publish("huge", 0, "tiny.pt"))
                .setInputSize(1_000_000)
                .build());
        announce(100);

        try (RunningEvaluator evaluator = start("")) {
            awaitScore(100);
            assertThat(evaluator.stop()).isEqualTo(new Tally(1, 0, 3, 1));
        }
    }

    @Test
    void whenTrainingOutrunsEvaluationTheNewestAndTheBaselineAreScored() throws Exception {
        for (long step = 0; step <= 500; step += 100) {
            announce(step);
        }

        try (RunningEvaluator evaluator = start("")) {
            awaitScore(500);
            assertThat(evaluator.stop()).isEqualTo(new Tally(2, 4, 0, 0));
        }
        assertThat(topics.scores()).containsOnlyKeys("m-0/colours", "m-500/colours");
    }

    @Test
    void aCandidateIsScoredThoughANewerSnapshotIsThere() throws Exception {
        for (long step = 0; step <= 300; step += 100) {
            announce(step);
        }
        topics.point("m", "stable", "m-100");
        topics.point("m", "candidate", "m-200");

        try (RunningEvaluator evaluator = start("")) {
            awaitScore(300);
            assertThat(evaluator.stop()).isEqualTo(new Tally(3, 1, 0, 0));
        }
        assertThat(topics.scores()).containsOnlyKeys("m-0/colours", "m-200/colours", "m-300/colours");
    }

    @Test
    void aNewProbeSetIsCaughtUpOnAndWhatHasAScoreIsLeftAlone() throws Exception {
        announce(0);
        announce(100);
        announce(200);
        try (RunningEvaluator evaluator = start("")) {
            awaitScore(200);
            evaluator.stop();
        }
        probeSets = "colours: {path: '%1$s'}, again: {path: '%1$s', max-images: 30}".formatted(probeSet);

        try (RunningEvaluator evaluator = start("start-at: latest")) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(topics.scores()).containsKey("m-200/again"));
            assertThat(evaluator.stop().scored()).isEqualTo(2);
        }
        assertThat(topics.scores()).containsOnlyKeys("m-0/colours", "m-0/again", "m-200/colours", "m-200/again");
        assertThat(topics.scoreRecords()).hasSize(4);
    }

    @Test
    void labelsMayComeLaterAndTheBaselineIsMeasuredAgainWithThem() throws Exception {
        probeSets = "fresh: {source: topic, min-images: 30}";
        Path file = Files.writeString(dir.resolve("evaluator.yaml"), yaml("", ""));
        announce(0);
        try (RunningEvaluator evaluator = start("")) {
            assertThat(probe("add", "--config", file.toString(), "--set", "fresh", probeSet.toString()))
                    .contains("fresh\tclass-0\t15", "45 images were added to fresh, 0 files were refused.");
            announce(100);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(topics.scores()).containsKeys("m-0/fresh", "m-100/fresh"));
            String before = requireNonNull(topics.scores().get("m-100/fresh")).getSuite();

            assertThat(probe("remove", "--config", file.toString(), "--set", "fresh", "--label", "class-2"))
                    .contains("15 images were removed from fresh.");
            assertThat(probe("list", "--config", file.toString()))
                    .isEqualToNormalizingNewlines("fresh\tclass-0\t15\nfresh\tclass-1\t15\n");
            announce(200);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(topics.scores()).containsKey("m-200/fresh"));

            Map<String, ProbeScore> scores = topics.scores();
            assertThat(requireNonNull(scores.get("m-200/fresh")))
                    .returns(2, ProbeScore::getClasses)
                    .returns(requireNonNull(scores.get("m-0/fresh")).getSuite(), ProbeScore::getSuite);
            assertThat(requireNonNull(scores.get("m-100/fresh")).getSuite())
                    .isEqualTo(before)
                    .isNotEqualTo(requireNonNull(scores.get("m-200/fresh")).getSuite());
            evaluator.stop();
        }
    }

    private static String probe(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine command = new CommandLine(new ProbeCommand()).setOut(new PrintWriter(said, true));
        assertThat(command.execute(arguments)).as(said.toString()).isZero();
        return said.toString();
    }

    @Test
    void onlyTheNamedModelIsScored() throws Exception {
        topics.announce(publish("other", 0, "tiny.pt"));
        announce(0);

        try (RunningEvaluator evaluator = start("model: m")) {
            awaitScore(0);
            assertThat(evaluator.stop()).isEqualTo(new Tally(1, 0, 0, 0));
        }
        assertThat(topics.scores()).containsOnlyKeys("m-0/colours");
    }

    @Test
    void aLineageWithoutScoresStartsAtTheGivenTime() throws Exception {
        announce(0);
        Instant afterTheFirst = Instant.now().plusMillis(1);
        await().until(() -> Instant.now().isAfter(afterTheFirst));
        announce(100);

        try (RunningEvaluator evaluator = start("start-at: " + afterTheFirst)) {
            awaitScore(100);
            assertThat(evaluator.stop()).isEqualTo(new Tally(1, 0, 0, 0));
        }
        assertThat(topics.scores()).containsOnlyKeys("m-100/colours");
    }

    @Test
    void aBrokerThatStaysAwayEndsTheRunWithAnError() throws Exception {
        kafka.close();

        try (RunningEvaluator evaluator =
                RunningEvaluator.start(config("""
                retry: {first-delay: 10ms, give-up-after: 500ms}
                """, ", default.api.timeout.ms: 300, request.timeout.ms: 200"))) {
            assertThatThrownBy(evaluator::result)
                    .hasCauseInstanceOf(UnavailableException.class)
                    .hasMessageContaining("checking the topics failed for");
        }
    }

    private RunningEvaluator start(String more) throws ConfigException {
        return RunningEvaluator.start(config(more, ""));
    }

    private EvaluatorConfig config(String more, String kafkaProperties) throws ConfigException {
        return ConfigLoader.parse(yaml(more, kafkaProperties), "evaluator.yaml", EvaluatorConfig.class);
    }

    private String yaml(String more, String kafkaProperties) {
        return """
                probe-sets: {%s}
                report: {directory: '%s'}
                kafka: {bootstrap.servers: '%s'%s}
                registry: {url: '%s'}
                %s
                """.formatted(
                        probeSets, dir.resolve("evaluator"), kafka.bootstrapServers(), kafkaProperties, registry, more);
    }

    private void announce(long step) throws IOException {
        topics.announce(publish("m", step, "tiny.pt"));
    }

    private ModelSnapshot publish(String model, long step, String program) throws IOException {
        try (InputStream in = requireNonNull(EvaluatorIT.class.getResourceAsStream("/encoder/" + program))) {
            ModelSnapshot.Builder snapshot = Announcements.snapshot(model, step);
            if (step > 0) {
                snapshot.setParentId(model + "-" + (step - 100));
            }
            if (program.equals("not-a-number.pt")) {
                snapshot.setEmbeddingDim(3);
            }
            return store.publish(snapshot, Map.of("encoder.pt", in.readAllBytes()));
        }
    }

    private void awaitScore(long step) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(topics.scores()).containsKey("m-" + step + "/colours"));
    }
}
