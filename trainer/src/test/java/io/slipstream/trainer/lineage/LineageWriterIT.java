package io.slipstream.trainer.lineage;

import static io.slipstream.trainer.lineage.Lineages.bare;
import static io.slipstream.trainer.lineage.Lineages.checkpoint;
import static io.slipstream.trainer.lineage.Lineages.checkpointId;
import static io.slipstream.trainer.lineage.Lineages.metrics;
import static io.slipstream.trainer.lineage.Lineages.publication;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class LineageWriterIT {

    private static Cluster cluster;

    private String model = "";

    @BeforeAll
    static void startCluster(@TempDir Path directory) throws Exception {
        cluster = new Cluster(directory);
    }

    @AfterAll
    static void stopCluster() throws Exception {
        cluster.close();
    }

    @BeforeEach
    void nameModel(TestInfo test) {
        model = test.getTestMethod().orElseThrow().getName();
    }

    private List<TrainingCheckpoint> announced(CheckpointKind kind) {
        return cluster.committed(Topics.MODEL_CHECKPOINTS, model).stream()
                .filter(record -> record != null && record.getKind() == kind)
                .toList();
    }

    private List<Long> claimedEpochs() {
        return announced(CheckpointKind.CLAIM).stream()
                .map(TrainingCheckpoint::getLineageEpoch)
                .toList();
    }

    private static List<Long> steps(List<TrainingMetrics> metrics) {
        return metrics.stream().map(TrainingMetrics::getStep).toList();
    }

    @Test
    void everyTakeoverAndEveryRollbackClaimsTheNextEpoch() throws Exception {
        try (LineageWriter first = cluster.writer(model)) {
            assertThat(first.epoch()).isEqualTo(1);
            assertThat(first.checkpoints()).isEmpty();
            assertThat(first.newEpoch()).isEqualTo(2);
        }
        try (LineageWriter second = cluster.writer(model)) {
            assertThat(second.epoch()).isEqualTo(3);
        }
        assertThat(claimedEpochs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void allOfAPublicationIsThereAndTheNextTrainerFindsTheCheckpoint() throws Exception {
        Publication publication = publication(model, 1, 7);
        try (LineageWriter writer = cluster.writer(model)) {
            writer.commit(publication);
            assertThat(writer.checkpoints()).containsExactly(publication.checkpoint());
        }
        assertThat(announced(CheckpointKind.CHECKPOINT)).containsExactly(publication.checkpoint());
        assertThat(cluster.committed(Topics.MODEL_SNAPSHOTS, model))
                .containsExactly(publication.snapshot().orElseThrow());
        assertThat(cluster.committed(Topics.IMAGES_DEAD_LETTER, model))
                .containsExactlyElementsOf(publication.deadLetters());
        try (Admin admin = cluster.admin()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("slipstream-" + model)
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS);
            assertThat(offsets)
                    .containsExactly(Map.entry(new TopicPartition(Topics.IMAGES.name(), 0), new OffsetAndMetadata(7)));
        }
        try (LineageWriter next = cluster.writer(model)) {
            assertThat(next.checkpoints()).containsExactly(publication.checkpoint());
        }
    }

    @Test
    void checkpointsAreOldestFirstAndCollectedOnesAreGone() throws Exception {
        try (LineageWriter writer = cluster.writer(model)) {
            writer.commit(bare(model, 1, 9));
            writer.commit(bare(model, 1, 10));
            writer.commit(bare(model, 1, 11, checkpointId(model, 9)));
            assertThat(writer.checkpoints())
                    .extracting(TrainingCheckpoint::getStep)
                    .containsExactly(10L, 11L);
        }
        try (LineageWriter next = cluster.writer(model)) {
            assertThat(next.checkpoints())
                    .extracting(TrainingCheckpoint::getStep)
                    .containsExactly(10L, 11L);
        }
    }

    @Test
    void afterASuccessorHasStartedACommitIsFencedAndLeavesNothing() throws Exception {
        try (LineageWriter first = cluster.writer(model)) {
            first.commit(bare(model, 1, 1));
            try (LineageWriter second = cluster.writer(model)) {
                assertThatExceptionOfType(FencedException.class)
                        .isThrownBy(() -> first.commit(publication(model, 1, 2)))
                        .withMessageContaining("Another trainer of model '" + model + "' has taken over");
                assertThatExceptionOfType(FencedException.class).isThrownBy(first::check);
                assertThatExceptionOfType(FencedException.class).isThrownBy(first::newEpoch);
                second.commit(bare(model, 2, 3));
                second.check();
            }
        }
        assertThat(announced(CheckpointKind.CHECKPOINT))
                .extracting(TrainingCheckpoint::getStep)
                .containsExactly(1L, 3L);
        assertThat(cluster.sent(Topics.MODEL_SNAPSHOTS, model)).isEmpty();
        assertThat(cluster.sent(Topics.IMAGES_DEAD_LETTER, model)).isEmpty();
    }

    @Test
    void afterASuccessorHasStartedMetricsReachNoReaderAndTrainingHearsOfIt() throws Exception {
        try (LineageWriter first = cluster.writer(model)) {
            first.metrics(metrics(model, 1));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> steps(cluster.committed(Topics.TRAINING_METRICS, model)), List.of(1L)::equals);
            try (LineageWriter second = cluster.writer(model)) {
                first.metrics(metrics(model, 2));
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() ->
                                assertThatExceptionOfType(FencedException.class).isThrownBy(first::check));
                second.metrics(metrics(model, 3));
            }
        }
        assertThat(steps(cluster.sent(Topics.TRAINING_METRICS, model))).containsExactly(1L, 3L);
    }

    @Test
    void metricsKeepTheirOrderAndTheLastOnesAreOutBeforeAnOrderlyStop() throws Exception {
        List<Long> sent = new ArrayList<>();
        try (LineageWriter writer = cluster.writer(model)) {
            for (long step = 1; step <= 30; step++) {
                writer.metrics(metrics(model, step));
                sent.add(step);
            }
        }
        assertThat(steps(cluster.committed(Topics.TRAINING_METRICS, model))).isEqualTo(sent);
    }

    @Test
    void aPublicationOfWhichOneRecordIsRefusedIsNotThereAtAll() throws Exception {
        byte[] incompressible = new byte[2 << 20];
        new Random(1).nextBytes(incompressible);
        Publication refused = new Publication(
                checkpoint(model, 1, 5)
                        .setSnapshotId(model + "-snapshot-5")
                        .setConfigHash(HexFormat.of().formatHex(incompressible))
                        .build(),
                publication(model, 1, 5).snapshot(),
                publication(model, 1, 5).deadLetters(),
                List.of());
        try (LineageWriter writer = cluster.writer(model)) {
            assertThatExceptionOfType(LineageException.class)
                    .isThrownBy(() -> writer.commit(refused))
                    .isNotInstanceOf(FencedException.class)
                    .withMessageContaining("committing a checkpoint")
                    .withMessageContaining("RecordTooLargeException");
            assertThat(writer.checkpoints()).isEmpty();
            assertThatExceptionOfType(LineageException.class).isThrownBy(writer::check);
        }
        assertThat(announced(CheckpointKind.CHECKPOINT)).isEmpty();
        assertThat(cluster.sent(Topics.MODEL_SNAPSHOTS, model)).hasSize(1);
        assertThat(cluster.committed(Topics.MODEL_SNAPSHOTS, model)).isEmpty();
        assertThat(cluster.committed(Topics.IMAGES_DEAD_LETTER, model)).isEmpty();
    }

    @Test
    void aTransactionThatADeadTrainerLeftOpenIsAbortedByItsSuccessor() throws Exception {
        try (KafkaProducer<String, byte[]> dead = cluster.producer(model, Duration.ofSeconds(60))) {
            dead.initTransactions();
            dead.beginTransaction();
            Transaction.of(publication(model, 1, 1), cluster.serializer())
                    .records()
                    .get()
                    .forEach(dead::send);
            dead.flush();
            assertThat(cluster.sent(Topics.MODEL_CHECKPOINTS, model)).hasSize(1);
            try (LineageWriter successor = cluster.writer(model)) {
                assertThat(successor.epoch()).isEqualTo(1);
                assertThat(successor.checkpoints()).isEmpty();
            }
        }
        assertThat(announced(CheckpointKind.CHECKPOINT)).isEmpty();
        assertThat(cluster.committed(Topics.MODEL_SNAPSHOTS, model)).isEmpty();
    }

    @Test
    void whatLiesBehindAnotherModelsOpenTransactionIsNotOverlooked() throws Exception {
        try (KafkaProducer<String, byte[]> other = cluster.producer("other", Duration.ofSeconds(60));
                LineageWriter first = cluster.writer(model)) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(Topics.MODEL_CHECKPOINTS.name(), "other", null));
            other.flush();
            first.commit(bare(model, 1, 1));
            assertThatExceptionOfType(LineageException.class)
                    .isThrownBy(
                            () -> cluster.writer(model, Duration.ofSeconds(1)).close())
                    .withMessageContaining("another trainer's transaction may be open there");
            other.commitTransaction();
            try (LineageWriter second = cluster.writer(model)) {
                assertThat(second.epoch()).isEqualTo(2);
                assertThat(second.checkpoints()).hasSize(1);
            }
        }
    }

    @Test
    void writersThatStartAtOnceNeverShareAnEpoch() throws Exception {
        int writers = 3;
        CyclicBarrier start = new CyclicBarrier(writers);
        Callable<Optional<LineageWriter>> takeOver = () -> {
            start.await(20, TimeUnit.SECONDS);
            try {
                return Optional.of(cluster.writer(model));
            } catch (FencedException overtaken) {
                return Optional.empty();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<LineageWriter> started = new ArrayList<>();
        for (Future<Optional<LineageWriter>> future : threads.invokeAll(List.of(takeOver, takeOver, takeOver))) {
            future.get().ifPresent(started::add);
        }
        threads.shutdown();
        assertThat(claimedEpochs()).doesNotHaveDuplicates().isSorted().hasSameSizeAs(started);
        int alive = 0;
        for (LineageWriter writer : started) {
            try (writer) {
                writer.commit(bare(model, writer.epoch(), writer.epoch()));
                alive++;
            } catch (FencedException overtaken) {
                assertThat(writer.epoch()).isLessThan(claimedEpochs().size());
            }
        }
        assertThat(alive).isEqualTo(1);
    }

    @Test
    void aCheckpointOfAnotherModelOrEpochIsRefusedAndNothingEnds() throws Exception {
        try (LineageWriter writer = cluster.writer(model)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.commit(bare(model, 2, 1)))
                    .withMessageContaining("found one of " + model + " epoch 2");
            assertThatIllegalArgumentException().isThrownBy(() -> writer.commit(bare("other", 1, 1)));
            writer.commit(bare(model, 1, 1));
        }
    }

    @Test
    void theBrokerOfTheseTestsGivesTheStrongestGuarantee() throws Exception {
        try (Admin admin = cluster.admin()) {
            assertThat(Guarantee.inForce(admin)).isEqualTo(Guarantee.EPOCH_PER_TRANSACTION);
        }
    }
}
