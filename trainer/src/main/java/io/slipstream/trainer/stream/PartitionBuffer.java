package io.slipstream.trainer.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What was read of one partition ahead of its turn, and how long it has kept the others waiting. */
final class PartitionBuffer {

    private static final long ENOUGH_BYTES = 1 << 20;

    private final Queue<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private Arrival.@Nullable Lost lost;
    private long bytes;
    private long nextOffset;
    private long end;
    private long oldBefore;
    private Duration waitedFor = Duration.ZERO;

    /** Notes at which offset an empty buffer goes on. */
    void moveTo(long offset) {
        nextOffset = offset;
        end = offset;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        records.add(record);
        end = record.offset() + 1;
        bytes += size(record);
        waitedFor = Duration.ZERO;
    }

    /** Takes the first record out; there must be one. */
    ConsumerRecord<byte[], byte[]> remove() {
        ConsumerRecord<byte[], byte[]> record = Objects.requireNonNull(records.poll(), "the buffer is empty");
        bytes -= size(record);
        nextOffset = record.offset() + 1;
        return record;
    }

    boolean hasRecord() {
        return !records.isEmpty();
    }

    /** Offset of the first record at hand; without one, that after the last record that was taken out. */
    long nextOffset() {
        ConsumerRecord<byte[], byte[]> first = records.peek();
        return first == null ? nextOffset : first.offset();
    }

    /** Offset after the last record that was added. */
    long end() {
        return end;
    }

    /** Takes out all records; returns how many they were. */
    int clear() {
        int count = records.size();
        records.clear();
        bytes = 0;
        return count;
    }

    /** Offset before which all records are known to be too old. */
    long oldBefore() {
        return oldBefore;
    }

    void setOldBefore(long offset) {
        oldBefore = offset;
    }

    /** Notes that what follows the last record at hand is gone; no more is added until that is taken out. */
    void endWith(Arrival.Lost loss) {
        lost = loss;
    }

    boolean endsWithLoss() {
        return lost != null;
    }

    /** Takes out what is gone, once no record before it is left. */
    Optional<Arrival> removeLost() {
        Arrival.Lost loss = lost;
        if (loss == null || hasRecord()) {
            return Optional.empty();
        }
        lost = null;
        nextOffset = loss.to();
        return Optional.of(loss);
    }

    boolean isEmpty() {
        return records.isEmpty() && lost == null;
    }

    /** Whether the rest is better left at the broker for now. */
    boolean isFull() {
        return bytes >= ENOUGH_BYTES || lost != null;
    }

    /** Counts time in which others had records and this partition, though asked, gave none. */
    void waited(Duration time) {
        waitedFor = waitedFor.plus(time);
    }

    /** Time for which others have been kept waiting since the last record. */
    Duration waitedFor() {
        return waitedFor;
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? 0 : record.value().length;
    }
}
