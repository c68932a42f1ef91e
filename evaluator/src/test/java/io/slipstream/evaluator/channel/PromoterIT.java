package io.slipstream.evaluator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.evaluator.channel.command.SnapshotsCommand;
import io.slipstream.evaluator.channel.decision.Verification;
import io.slipstream.evaluator.channel.log.DecisionLog;
import io.slipstream.evaluator.channel.log.FencedException;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.RequestedAction;
import io.slipstream.schemas.record.SnapshotVerdict;
import io.slipstream.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One history on one real broker, through promoters that take over from one another, are killed and are asleep. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromoterIT {

    private static final String GATES = "shadow: {min-age: 0s}";

    private static Path dir;
    private static EmbeddedKafka kafka;
    private static ChannelRecords topics;
    private static String registry;

    @BeforeAll
    static void startTheBroker(@TempDir Path directory) throws Exception {
        dir = directory;
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        registry = "mock://" + UUID.randomUUID();
        topics = new ChannelRecords(kafka.bootstrapServers(), registry);
    }

    @AfterAll
    static void stopTheBroker() throws Exception {
        kafka.close();
    }

    /** A promoter on a thread of its own. */
    private static final class Running implements AutoCloseable {
        private final Promoter promoter;
        private final CompletableFuture<Void> ended;

        Running() throws ConfigException {
            promoter = topics.promoter(GATES);
            ended = CompletableFuture.runAsync(promoter::run);
        }

        void awaitStable(String snapshot) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(topics.decisions())
                    .filteredOn(decision -> decision.getChannel().equals("stable"))
                    .last()
                    .returns(snapshot, ChannelPointer::getSnapshotId));
        }

        @Override
        public void close() {
            promoter.stop();
            ended.orTimeout(20, TimeUnit.SECONDS).join();
            promoter.close();
        }
    }

    private static void publishGood(long step, long seconds) {
        topics.publish(Topics.MODEL_SNAPSHOTS, "m-" + step, Samples.snapshot(step, seconds));
        topics.publish(Topics.SNAPSHOT_REPORTS, "m-" + step, Samples.healthy(step, seconds + 1));
    }

    private static void everyDecisionFollows() {
        assertThat(topics.verify())
                .returns(null, Verification.Result::broken)
                .returns(List.of(), Verification.Result::beyondProof);
    }

    @Test
    @Order(1)
    void whatIsDecidedIsOnBothTopics() throws Exception {
        try (Running running = new Running()) {
            publishGood(10, 0);
            running.awaitStable("m-10");
        }
        assertThat(topics.history().pointers()).extracting(r -> r.value()).isEqualTo(topics.decisions());
        everyDecisionFollows();
    }

    @Test
    @Order(2)
    void aPromoterThatDiedInTheMiddleOfATransactionHasDecidedNothing() throws Exception {
        List<ChannelPointer> before = topics.decisions();
        ChannelPointer half = ChannelPointer.newBuilder(before.get(0))
                .setDecisionEpoch(before.size() + 1L)
                .build();
        try (KafkaProducer<String, byte[]> killed = topics.openTransaction("m", Topics.MODEL_DECISIONS, half)) {
            try (Running next = new Running()) {
                publishGood(20, 10);
                next.awaitStable("m-20");
            }
            assertThat(topics.decisions())
                    .extracting(ChannelPointer::getDecisionEpoch)
                    .startsWith(1L, 2L, 3L, 4L)
                    .doesNotHaveDuplicates();
            assertThatExceptionOfType(KafkaException.class).isThrownBy(killed::commitTransaction);
            killed.close(Duration.ZERO);
        }
        everyDecisionFollows();
    }

    @Test
    @Order(3)
    void aPromoterThatWasAsleepWhileAnotherTookOverDecidesNothingMore() throws Exception {
        try (DecisionLog asleep = DecisionLog.takeOver(topics.connection("m"));
                Running next = new Running()) {
            publishGood(30, 20);
            next.awaitStable("m-30");
            List<ChannelPointer> before = topics.decisions();

            assertThatExceptionOfType(FencedException.class)
                    .isThrownBy(() -> asleep.append(List.of(ChannelPointer.newBuilder(before.get(0))
                            .setDecisionEpoch(before.size() + 1L)
                            .build())));

            assertThat(topics.decisions()).isEqualTo(before);
        }
        everyDecisionFollows();
    }

    @Test
    @Order(4)
    void aDecisionBehindAnotherModelsOpenTransactionIsNotOverlooked() throws Exception {
        long decided = topics.decisions().size();
        ChannelPointer foreign = ChannelPointer.newBuilder(topics.decisions().get(0))
                .setModelId("other")
                .build();
        KafkaProducer<String, byte[]> other;
        try (Promoter promoter = topics.promoter(GATES)) {
            other = topics.openTransaction("other", Topics.MODEL_DECISIONS, foreign);
            topics.publish(Topics.CHANNEL_REQUESTS, "m", Samples.request(RequestedAction.ROLLBACK, "stable", null, 25));
            assertThat(promoter.answerRequests()).hasSize(1);
        }
        CompletableFuture<Long> next = CompletableFuture.supplyAsync(() -> {
            try (DecisionLog log = DecisionLog.takeOver(topics.connection("m"))) {
                return log.state().decisionEpoch();
            }
        });
        assertThat(next).isNotDone();
        other.abortTransaction();
        other.close();

        assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo(decided + 1);
    }

    @Test
    @Order(5)
    void peopleAskARunningPromoterOrDecideThemselves() throws Exception {
        try (Running running = new Running()) {
            int promoted = snapshots("promote", "m-30", "--reason", "it is good");
            assertThat(promoted).as(said()).isZero();
            assertThat(snapshots("promote", "m-999", "--reason", "typo")).isOne();
            assertThat(said()).contains("refused: expected a snapshot that has been announced, found 'm-999'");
            topics.publish(Topics.SNAPSHOT_REPORTS, "m-30", Samples.report(30, 40, SnapshotVerdict.COLLAPSED));
            running.awaitStable("m-20");
        }
        assertThat(snapshots("promote", "m-10", "--reason", "nobody is there", "--wait", "1"))
                .isOne();
        assertThat(said()).contains("No promoter of m has answered within 1 s");
        assertThat(snapshots("revoke", "m-20", "--reason", "a licence", "--direct"))
                .isZero();
        assertThat(topics.decisions()).last().returns(ChannelAction.REVOKE, ChannelPointer::getAction);

        assertThat(snapshots("verify", "--json")).isZero();
        assertThat(said()).contains("\"broken\":null");
        assertThat(snapshots("list")).isZero();
        assertThat(said()).contains("m-20", "revoked", "m-10");
        assertThat(snapshots("show", "m-30", "--json")).isZero();
        assertThat(said()).contains("\"verdict\":\"COLLAPSED\"");
        assertThat(snapshots("history", "--channel", "stable")).isZero();
        assertThat(said()).contains("rollback", "a licence").doesNotContain("candidate ");
        everyDecisionFollows();
    }

    private StringWriter words = new StringWriter();

    private String said() {
        String said = words.toString();
        words = new StringWriter();
        return said;
    }

    private int snapshots(String... arguments) throws Exception {
        Path config = Files.writeString(
                dir.resolve("promoter.yaml"), """
                model: m
                gates: {%s}
                kafka: {bootstrap.servers: '%s'}
                registry: {url: '%s'}
                """.formatted(GATES, kafka.bootstrapServers(), registry));
        PrintWriter writer = new PrintWriter(words, true);
        CommandLine command =
                new CommandLine(new SnapshotsCommand()).setOut(writer).setErr(writer);
        return command.execute(Stream.concat(Arrays.stream(arguments), Stream.of("--config", config.toString()))
                .toArray(String[]::new));
    }
}
