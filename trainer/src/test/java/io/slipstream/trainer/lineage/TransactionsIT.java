package io.slipstream.trainer.lineage;

import static io.slipstream.trainer.lineage.Lineages.bare;
import static io.slipstream.trainer.lineage.Lineages.metrics;
import static io.slipstream.trainer.lineage.Lineages.publication;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionsIT {

    private static final String MODEL = "m";

    private Cluster cluster;

    @BeforeEach
    void startCluster(@TempDir Path directory) throws Exception {
        cluster = new Cluster(directory);
    }

    @AfterEach
    void stopCluster() throws Exception {
        cluster.close();
    }

    private Transactions transactions(Callable<?> beforeCommit) {
        return transactions(Duration.ofSeconds(60), beforeCommit);
    }

    private Transactions transactions(Duration timeout, Callable<?> beforeCommit) {
        return new Transactions(
                MODEL,
                Interposed.producer(cluster.producer(MODEL, timeout), beforeCommit),
                cluster.group(MODEL),
                Cluster.GIVE_UP_AFTER);
    }

    private CompletableFuture<Void> commit(Transactions transactions, Publication publication) {
        return CompletableFuture.runAsync(() -> {
            try {
                transactions.commit(Transaction.of(publication, cluster.serializer()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void nothingOfAPublicationIsThereUntilAllOfItIs() throws Exception {
        CountDownLatch atTheCommit = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Transactions transactions = transactions(() -> {
            atTheCommit.countDown();
            return goOn.await(60, TimeUnit.SECONDS);
        })) {
            transactions.takeOver();
            CompletableFuture<Void> commit = commit(transactions, publication(MODEL, 1, 1));
            assertThat(atTheCommit.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(cluster.sent(Topics.MODEL_SNAPSHOTS, MODEL)).hasSize(1);
            assertThat(cluster.sent(Topics.IMAGES_DEAD_LETTER, MODEL)).hasSize(1);
            assertThat(cluster.sent(Topics.MODEL_CHECKPOINTS, MODEL)).hasSize(1);
            assertThat(cluster.committed(Topics.MODEL_SNAPSHOTS, MODEL)).isEmpty();
            assertThat(cluster.committed(Topics.IMAGES_DEAD_LETTER, MODEL)).isEmpty();
            assertThat(cluster.committed(Topics.MODEL_CHECKPOINTS, MODEL)).isEmpty();
            goOn.countDown();
            commit.get(60, TimeUnit.SECONDS);
        }
        assertThat(cluster.committed(Topics.MODEL_SNAPSHOTS, MODEL)).hasSize(1);
        assertThat(cluster.committed(Topics.IMAGES_DEAD_LETTER, MODEL)).hasSize(1);
        assertThat(cluster.committed(Topics.MODEL_CHECKPOINTS, MODEL)).hasSize(1);
    }

    @Test
    void aTrainerThatStoodStillWhileItsSuccessorStartedCommitsNothingWhenItWakesUp() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch wakeUp = new CountDownLatch(1);
        try (Transactions old = transactions(() -> {
            asleep.countDown();
            return wakeUp.await(60, TimeUnit.SECONDS);
        })) {
            old.takeOver();
            CompletableFuture<Void> commit = commit(old, publication(MODEL, 1, 1));
            assertThat(asleep.await(60, TimeUnit.SECONDS)).isTrue();
            try (LineageWriter successor = cluster.writer(MODEL)) {
                assertThat(successor.checkpoints()).isEmpty();
                successor.commit(bare(MODEL, 1, 2));
                int sent = cluster.sent(Topics.MODEL_CHECKPOINTS, MODEL).size();
                wakeUp.countDown();
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> commit.get(60, TimeUnit.SECONDS))
                        .withCauseInstanceOf(FencedException.class);
                assertThat(cluster.sent(Topics.MODEL_CHECKPOINTS, MODEL)).hasSize(sent);
                successor.commit(bare(MODEL, 1, 3));
            }
        }
        assertThat(cluster.committed(Topics.MODEL_SNAPSHOTS, MODEL)).isEmpty();
        assertThat(cluster.committed(Topics.MODEL_CHECKPOINTS, MODEL))
                .extracting(TrainingCheckpoint::getStep)
                .containsExactly(0L, 2L, 3L);
    }

    @Test
    void aTrainerThatStoodStillForTooLongIsToldToStartAgain() throws Exception {
        try (Admin admin = cluster.admin();
                Transactions transactions = transactions(Duration.ofSeconds(1), () -> {
                    String id = LineageSettings.client(MODEL);
                    await().atMost(Duration.ofSeconds(60)).until(() -> admin.describeTransactions(List.of(id))
                            .description(id)
                            .get()
                            .state()
                            .equals(TransactionState.COMPLETE_ABORT));
                    return "";
                })) {
            transactions.takeOver();
            assertThatExceptionOfType(LineageException.class)
                    .isThrownBy(
                            () -> transactions.commit(Transaction.of(publication(MODEL, 1, 1), cluster.serializer())))
                    .isNotInstanceOf(FencedException.class)
                    .withMessageContaining("open for longer than transaction.timeout.ms");
        }
        assertThat(cluster.committed(Topics.MODEL_CHECKPOINTS, MODEL)).isEmpty();
    }

    @Test
    void aBrokerThatGoesAwayAtTheCommitAndComesBackCommitsOnce() throws Exception {
        Queue<Callable<?>> faults = new ArrayDeque<>();
        try (Transactions transactions = transactions(() -> {
            Callable<?> fault = faults.poll();
            return fault == null ? "" : fault.call();
        })) {
            transactions.takeOver();
            faults.add(() -> {
                cluster.stop();
                return "";
            });
            faults.add(() -> {
                cluster.start();
                return "";
            });
            transactions.commit(Transaction.of(publication(MODEL, 1, 1), cluster.serializer()));
            assertThat(faults).isEmpty();
            transactions.commit(Transaction.of(bare(MODEL, 1, 2), cluster.serializer()));
        }
        assertThat(cluster.committed(Topics.MODEL_SNAPSHOTS, MODEL)).hasSize(1);
        assertThat(cluster.committed(Topics.MODEL_CHECKPOINTS, MODEL))
                .extracting(TrainingCheckpoint::getStep)
                .containsExactly(1L, 2L);
    }

    @Test
    void whatIsPublishedWhileTheBrokerIsAwayIsThereAfterwardsInOrder() throws Exception {
        try (LineageWriter writer = cluster.writer(MODEL)) {
            cluster.stop();
            writer.metrics(metrics(MODEL, 1));
            writer.metrics(metrics(MODEL, 2));
            CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> {
                try {
                    writer.commit(publication(MODEL, 1, 1));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            cluster.start();
            commit.get(60, TimeUnit.SECONDS);
            writer.check();
        }
        assertThat(cluster.committed(Topics.MODEL_SNAPSHOTS, MODEL)).hasSize(1);
        assertThat(cluster.committed(Topics.TRAINING_METRICS, MODEL))
                .extracting(TrainingMetrics::getStep)
                .containsExactly(1L, 2L);
    }
}
