package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final TopicPartition ZERO = new TopicPartition("images", 0);
    private static final TopicPartition ONE = new TopicPartition("images", 1);

    private final Ledger ledger = new Ledger(List.of());

    LedgerTest() {
        ledger.open(ONE, 0);
        ledger.open(ZERO, 100);
    }

    @Test
    void everyRecordIsInExactlyOneAccount() {
        ledger.pending(ZERO, 100);
        ledger.pending(ZERO, 101);
        ledger.trained(ZERO);
        ledger.deadLettered(ZERO, 102, 103);
        ledger.duplicate(ZERO, 103, 104);
        ledger.dropped(ZERO, 104, 106);

        LedgerEntry entry = ledger.entries().get(0);
        assertThat(entry.getTopic()).isEqualTo("images");
        assertThat(entry.getStartOffset()).isEqualTo(100);
        assertThat(entry.getNextOffset()).isEqualTo(106);
        assertThat(entry.getCovered()).isEqualTo(6);
        assertThat(entry.getTrained()).isEqualTo(1);
        assertThat(entry.getPending()).isEqualTo(1);
        assertThat(entry.getDeadLettered()).isEqualTo(1);
        assertThat(entry.getDuplicates()).isEqualTo(1);
        assertThat(entry.getDropped()).isEqualTo(2);
        assertThat(entry.getGaps()).isZero();
    }

    @Test
    void offsetsThatHoldNoRecordAreGaps() {
        ledger.pending(ZERO, 103);
        ledger.deadLettered(ZERO, 106, 107);
        LedgerEntry entry = ledger.entries().get(0);
        assertThat(entry.getGaps()).isEqualTo(3 + 2);
        assertThat(entry.getCovered()).isEqualTo(entry.getNextOffset() - entry.getStartOffset() - entry.getGaps());
    }

    @Test
    void offsetsThatAreGoneAreLostAndNoGaps() {
        ledger.pending(ZERO, 100);
        ledger.lost(ZERO, 103, 150);
        ledger.pending(ZERO, 150);
        LedgerEntry entry = ledger.entries().get(0);
        assertThat(entry.getGaps()).isEqualTo(2);
        assertThat(entry.getLost()).isEqualTo(47);
        assertThat(entry.getNextOffset()).isEqualTo(151);
        checkBalance(entry);
    }

    @Test
    void offsetsThatAreGivenOutAgainKeepTheAccountEven() {
        ledger.duplicate(ONE, 0, 10);
        ledger.lost(ONE, 10, 4);
        ledger.pending(ONE, 4);
        LedgerEntry entry = ledger.entries().get(1);
        assertThat(entry.getLost()).isEqualTo(-6);
        assertThat(entry.getCovered()).isEqualTo(11);
        checkBalance(entry);
    }

    private static void checkBalance(LedgerEntry entry) {
        assertThat(entry.getCovered())
                .isEqualTo(entry.getTrained()
                        + entry.getDeadLettered()
                        + entry.getDropped()
                        + entry.getDuplicates()
                        + entry.getPending())
                .isEqualTo(entry.getNextOffset() - entry.getStartOffset() - entry.getGaps() - entry.getLost());
    }

    @Test
    void aLedgerGoesOnFromItsEntriesAndKnowsPartitionsOnlyOnce() {
        ledger.pending(ZERO, 100);
        Ledger restored = new Ledger(ledger.entries());
        restored.open(ZERO, 7);
        assertThat(restored.entries()).isEqualTo(ledger.entries());
        restored.trained(ZERO);
        assertThat(ledger.entries().get(0).getPending()).isEqualTo(1);
    }

    @Test
    void aRecordReadTwiceIsRefused() {
        ledger.pending(ZERO, 100);
        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.duplicate(ZERO, 100, 101))
                .withMessageContainingAll("images-0@100", "expected offset 101");
        assertThat(ledger.entries().get(0).getCovered()).isEqualTo(1);
    }

    @Test
    void aRecordOfAnotherPartitionIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.pending(new TopicPartition("images", 9), 0))
                .withMessageContaining("images-9");
    }

    @Test
    void partitionsAreKeptApartAndListedInOrder() {
        ledger.pending(ONE, 0);
        assertThat(ledger.entries()).extracting(LedgerEntry::getPartition).containsExactly(0, 1);
        assertThat(ledger.entries()).extracting(LedgerEntry::getCovered).containsExactly(0L, 1L);
    }

    @Test
    void entriesAreACopy() {
        LedgerEntry before = ledger.entries().get(0);
        ledger.pending(ZERO, 100);
        assertThat(before.getPending()).isZero();
    }
}
