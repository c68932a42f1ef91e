package io.slipstream.trainer.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class TransactionsTest {

    private static final ProducerRecord<String, byte[]> RECORD = new ProducerRecord<>("topic", "key", new byte[1]);

    private final Faulty producer = new Faulty();
    private final Transactions transactions = transactions(Duration.ofSeconds(20));

    private Transactions transactions(Duration giveUpAfter) {
        return new Transactions("m", producer, new MockConsumer<>("earliest").groupMetadata(), giveUpAfter);
    }

    private static Transaction transaction() {
        return new Transaction("a checkpoint", "m-1", Level.DEBUG, () -> List.of(RECORD), Map.of());
    }

    /** A producer whose calls fail as often as failures wait for them. */
    private static final class Faulty extends MockProducer<String, byte[]> {
        private final Queue<Supplier<RuntimeException>> inits = new ArrayDeque<>();
        private final Queue<Supplier<RuntimeException>> commits = new ArrayDeque<>();
        private final Queue<Supplier<RuntimeException>> aborts = new ArrayDeque<>();
        private int abortsAsked;

        Faulty() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public void initTransactions() {
            failBy(inits);
            super.initTransactions();
        }

        @Override
        public void commitTransaction() {
            failBy(commits);
            super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
            abortsAsked++;
            failBy(aborts);
            super.abortTransaction();
        }

        private static void failBy(Queue<Supplier<RuntimeException>> failures) {
            Supplier<RuntimeException> failure = failures.poll();
            if (failure != null) {
                throw failure.get();
            }
        }
    }

    @Test
    void aTakeoverWaitsForABrokerThatIsAway() throws Exception {
        producer.inits.add(() -> new TimeoutException("no broker"));
        transactions.takeOver();
        assertThat(producer.transactionInitialized()).isTrue();
    }

    @Test
    void aTakeoverThatTheBrokerForbidsEnds() {
        producer.inits.add(() -> new TransactionalIdAuthorizationException("not yours"));
        assertThatExceptionOfType(LineageException.class)
                .isThrownBy(transactions::takeOver)
                .withMessageContaining("taking over the lineage")
                .withMessageContaining("not yours");
    }

    @Test
    void aCommitThatTimedOutIsAskedForAgainAndNothingElse() throws Exception {
        producer.commits.add(() -> new TimeoutException("no answer"));
        producer.commits.add(() -> new TimeoutException("no answer"));
        transactions.takeOver();
        transactions.commit(transaction());
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.abortsAsked).isZero();
        assertThat(producer.history()).containsExactly(RECORD);
    }

    @Test
    void aTransactionThatBrokeIsAbortedAndTriedAgain() throws Exception {
        producer.commits.add(() -> new KafkaException("in an error state", new TimeoutException("expired")));
        producer.aborts.add(() -> new TimeoutException("no answer"));
        transactions.takeOver();
        transactions.commit(transaction());
        assertThat(producer.abortsAsked).isEqualTo(2);
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).containsExactly(RECORD);
    }

    @Test
    void aTransactionThatIsRefusedIsAbortedAndEndsThePublishing() throws Exception {
        producer.commits.add(
                () -> new KafkaException("in an error state", new TopicAuthorizationException("forbidden")));
        transactions.takeOver();
        assertThatExceptionOfType(LineageException.class)
                .isThrownBy(() -> transactions.commit(transaction()))
                .withMessageContaining("Failed at committing a checkpoint")
                .withMessageContaining("forbidden")
                .isNotInstanceOf(FencedException.class);
        assertThat(producer.transactionAborted()).isTrue();
        assertThatExceptionOfType(LineageException.class).isThrownBy(transactions::check);
        assertThatExceptionOfType(LineageException.class).isThrownBy(() -> transactions.commit(transaction()));
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void aFencedProducerDoesNotAbortWhatIsItsSuccessors() throws Exception {
        producer.commits.add(() -> new ProducerFencedException("newer producer"));
        transactions.takeOver();
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> transactions.commit(transaction()));
        assertThat(producer.abortsAsked).isZero();
        assertThatExceptionOfType(FencedException.class).isThrownBy(transactions::check);
    }

    @Test
    void anInvalidEpochIsFencingWhenTheAbortSaysSo() throws Exception {
        producer.commits.add(() -> new InvalidProducerEpochException("old epoch"));
        producer.aborts.add(() -> new ProducerFencedException("newer producer"));
        transactions.takeOver();
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> transactions.commit(transaction()));
    }

    @Test
    void anInvalidEpochIsTriedAgainWhenTheAbortSucceeds() throws Exception {
        producer.commits.add(() -> new InvalidProducerEpochException("old epoch"));
        transactions.takeOver();
        transactions.commit(transaction());
        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void whileTheRegistryIsAwayNoTransactionIsOpened() throws Exception {
        Queue<Supplier<RuntimeException>> failures = new ArrayDeque<>();
        failures.add(() -> new TimeoutException("no registry"));
        transactions.takeOver();
        transactions.commit(new Transaction(
                "a checkpoint",
                "m-1",
                Level.DEBUG,
                () -> {
                    assertThat(producer.transactionInFlight()).isFalse();
                    Faulty.failBy(failures);
                    return List.of(RECORD);
                },
                Map.of()));
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.abortsAsked).isZero();
    }

    @Test
    void aBrokerThatStaysAwayEndsThePublishing() throws Exception {
        Transactions impatient = transactions(Duration.ZERO);
        producer.commits.add(() -> new TimeoutException("no answer"));
        impatient.takeOver();
        assertThatExceptionOfType(LineageException.class)
                .isThrownBy(() -> impatient.commit(transaction()))
                .withMessageContaining("Gave up committing a checkpoint after 0 s")
                .withMessageContaining("no answer");
        assertThatExceptionOfType(LineageException.class).isThrownBy(impatient::check);
    }

    @Test
    void anInterruptedCommitEndsThePublishingBecauseItsEndIsUnknown() throws Exception {
        transactions.takeOver();
        producer.commits.add(() -> new InterruptException("stop"));
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> transactions.commit(transaction()));
        assertThat(Thread.interrupted()).isFalse();
        assertThatExceptionOfType(LineageException.class)
                .isThrownBy(transactions::check)
                .withMessageContaining("Interrupted while committing a checkpoint");
    }
}
