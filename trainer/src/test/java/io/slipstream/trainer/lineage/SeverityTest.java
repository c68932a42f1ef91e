package io.slipstream.trainer.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SeverityTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new ProducerFencedException("newer"), Severity.FENCED),
                arguments(new InvalidProducerEpochException("old"), Severity.TEMPORARY),
                arguments(new TimeoutException("late"), Severity.TEMPORARY),
                arguments(new NotEnoughReplicasException("few"), Severity.TEMPORARY),
                arguments(new TransactionAbortableException("abort"), Severity.TEMPORARY),
                arguments(new OutOfOrderSequenceException("gap"), Severity.TEMPORARY),
                arguments(new UnknownProducerIdException("who"), Severity.TEMPORARY),
                arguments(new ClusterAuthorizationException("no"), Severity.FINAL),
                arguments(new UnsupportedVersionException("old broker"), Severity.FINAL),
                arguments(new RecordTooLargeException("big"), Severity.FINAL),
                arguments(new InvalidPidMappingException("expired"), Severity.FINAL),
                arguments(new InvalidTxnStateException("state"), Severity.EXPIRED),
                arguments(new CommitFailedException("group has members"), Severity.FINAL),
                arguments(new IllegalStateException("transition"), Severity.FINAL));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsJudgedByItselfAndByWhatItWraps(RuntimeException failure, Severity expected) {
        assertThat(Severity.of(failure)).isEqualTo(expected);
        assertThat(Severity.of(new KafkaException("in an error state", failure)))
                .isEqualTo(expected);
    }
}
