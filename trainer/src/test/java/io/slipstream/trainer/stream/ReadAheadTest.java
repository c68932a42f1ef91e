package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The clock of these tests moves by what a poll may wait. */
class ReadAheadTest {

    private static final TopicPartition ZERO = new TopicPartition("images", 0);
    private static final TopicPartition ONE = new TopicPartition("images", 1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private static final Uuid ID = Uuid.randomUuid();

    private long nanos;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration patience) {
            nanos += patience.toNanos();
            return super.poll(patience);
        }
    };

    private ReadAhead readAhead(long endOfZero, long endOfOne) {
        consumer.updateEndOffsets(Map.of(ZERO, endOfZero, ONE, endOfOne));
        consumer.assign(List.of(ZERO, ONE));
        Opening opening = new Opening(
                new StreamState(List.of(), Map.of(), Optional.empty(), List.of(), List.of()),
                Map.of(ZERO, 0L, ONE, 0L),
                List.of());
        TopicIdentity topic = new TopicIdentity("images", ID.toString(), 2);
        TopicPartitionInfo partition = new TopicPartitionInfo(0, null, List.of(), List.of());
        TopicDescription found = new TopicDescription("images", false, List.of(partition, partition), Set.of(), ID);
        TopicWatch watch = new TopicWatch(
                "images", () -> CompletableFuture.completedFuture(found), Duration.ofDays(1), () -> nanos);
        LostData lostData = new LostData(OnLostData.SKIP);
        return new ReadAhead(consumer, opening, topic, watch, lostData, Duration.ofSeconds(30), () -> nanos);
    }

    private void arrives(TopicPartition partition, long offset, int size) {
        consumer.addRecord(
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[size]));
    }

    @Test
    void aPartitionThatHoldsRecordsAndGivesNoneIsPassedOverInTheEndAndUntilItAnswers() {
        ReadAhead ahead = readAhead(5, 5);
        arrives(ONE, 0, 1);
        for (int polls = 0; polls < 2; polls++) {
            ahead.fill(TEN_SECONDS);
            assertThat(ahead.mayBePassedOver(ZERO)).isFalse();
        }
        ahead.fill(TEN_SECONDS);
        assertThat(ahead.mayBePassedOver(ZERO)).isTrue();
        assertThat(ahead.isAtEnd()).isFalse();

        arrives(ZERO, 0, 1);
        ahead.fill(TEN_SECONDS);
        ahead.remove(ZERO);
        assertThat(ahead.mayBePassedOver(ZERO)).isFalse();
    }

    @Test
    void whileNoPartitionGivesAnythingNoneIsPassedOver() {
        ReadAhead ahead = readAhead(5, 5);
        for (int polls = 0; polls < 10; polls++) {
            ahead.fill(TEN_SECONDS);
        }
        arrives(ONE, 0, 1);
        ahead.fill(TEN_SECONDS);
        assertThat(ahead.mayBePassedOver(ZERO)).isFalse();
    }

    @Test
    void aPartitionAtItsEndIsPassedOverAtOnce() {
        ReadAhead ahead = readAhead(1, 0);
        arrives(ZERO, 0, 1);
        ahead.fill(Duration.ZERO);
        assertThat(ahead.mayBePassedOver(ONE)).isTrue();
        assertThat(ahead.isAtEnd()).isFalse();
        ahead.remove(ZERO);
        assertThat(ahead.isAtEnd()).isTrue();
    }

    @Test
    void anEndBeforeTheOneThereWasAtTheStartIsNotBelieved() {
        ReadAhead ahead = readAhead(2, 0);
        consumer.updateEndOffsets(Map.of(ZERO, 0L));
        ahead.fill(Duration.ZERO);
        assertThat(ahead.mayBePassedOver(ZERO)).isFalse();
        assertThat(ahead.isAtEnd()).isFalse();
    }

    @Test
    void aPartitionOfWhichEnoughIsAtHandWaitsAtTheBroker() {
        ReadAhead ahead = readAhead(3, 0);
        arrives(ZERO, 0, 700_000);
        ahead.fill(Duration.ZERO);
        arrives(ZERO, 1, 700_000);
        ahead.fill(Duration.ZERO);
        assertThat(consumer.paused()).isEmpty();
        ahead.fill(Duration.ZERO);
        assertThat(consumer.paused()).containsExactly(ZERO);
        assertThat(ahead.waiting()).isEqualTo(3);
        ahead.remove(ZERO);
        ahead.fill(Duration.ZERO);
        assertThat(consumer.paused()).isEmpty();
        assertThat(List.of(ahead.hasRecord(ZERO), ahead.hasRecord(ONE))).containsExactly(true, false);
    }

    @Test
    void whatIsAtHandComesBeforeWhatIsGoneAfterIt() {
        ReadAhead ahead = readAhead(9, 0);
        arrives(ZERO, 0, 1);
        ahead.fill(Duration.ZERO);
        consumer.updateBeginningOffsets(Map.of(ZERO, 5L));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(ZERO, 1L)));
        ahead.fill(Duration.ZERO);

        assertThat(ahead.removeNews()).isEmpty();
        ahead.remove(ZERO);
        assertThat(ahead.hasRecord(ZERO)).isFalse();
        assertThat(ahead.mayBePassedOver(ZERO)).isFalse();
        assertThat(ahead.removeNews()).contains(new Arrival.Lost(ZERO, 1, 5));
        assertThat(ahead.removeNews()).isEmpty();
        assertThat(consumer.position(ZERO)).isEqualTo(5);
    }

    @Test
    void aPartitionWhoseEndWasCutOffGoesOnWhereItWasCut() {
        ReadAhead ahead = readAhead(9, 0);
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L));
        consumer.setPollException(new LogTruncationException(Map.of(ZERO, 7L), Map.of(ZERO, new OffsetAndMetadata(4))));
        ahead.fill(Duration.ZERO);
        assertThat(ahead.removeNews()).contains(new Arrival.Lost(ZERO, 7, 4));
        assertThat(consumer.position(ZERO)).isEqualTo(4);
    }
}
