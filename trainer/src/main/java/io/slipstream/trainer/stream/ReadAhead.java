package io.slipstream.trainer.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition a little ahead of its turn: about a mebibyte and one fetch of each; the rest waits at the
 * broker. Notices what happens to the topic meanwhile.
 *
 * <p>Not thread-safe: like its consumer, it belongs to the thread that reads.
 */
final class ReadAhead {

    private static final Logger log = LoggerFactory.getLogger(ReadAhead.class);

    private final Consumer<byte[], byte[]> consumer;
    private final KnownEnds ends;
    private final TopicWatch watch;
    private final LostData lostData;
    private final Duration stalledAfter;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, PartitionBuffer> buffers = new LinkedHashMap<>();
    private final Set<TopicPartition> stalled = new HashSet<>();
    private final Queue<Arrival> news = new ArrayDeque<>();
    private TopicIdentity topic;
    private long atBroker;
    private int buffered;

    /**
     * Moves a consumer to where reading begins.
     *
     * @param consumer has the partitions assigned
     * @param topic the topic as it was when reading began
     * @param stalledAfter time after which a partition that gives none of its records may be passed over
     * @param nanoTime monotonic time
     */
    ReadAhead(
            Consumer<byte[], byte[]> consumer,
            Opening opening,
            TopicIdentity topic,
            TopicWatch watch,
            LostData lostData,
            Duration stalledAfter,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.ends = new KnownEnds(consumer);
        this.topic = topic;
        this.watch = watch;
        this.lostData = lostData;
        this.stalledAfter = stalledAfter;
        this.nanoTime = nanoTime;
        opening.positions().forEach(this::moveTo);
        news.addAll(opening.news());
        ends.ask(buffers.keySet());
    }

    private void moveTo(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
        buffers.computeIfAbsent(partition, added -> new PartitionBuffer()).moveTo(offset);
    }

    /** Asks the brokers for more of those partitions of which little is at hand; waits for an answer up to a time. */
    void fill(Duration patience) {
        watch.poll().ifPresent(this::adaptTo);
        pauseFullOnes();
        long start = nanoTime.getAsLong();
        try {
            consumer.poll(patience).forEach(this::add);
        } catch (OffsetOutOfRangeException gone) {
            findLost(gone);
        }
        noteWaiting(Duration.ofNanos(nanoTime.getAsLong() - start));
        atBroker = ends.lag(buffers.keySet());
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        buffer(partition).add(record);
        buffered++;
        if (stalled.remove(partition)) {
            log.atInfo().addKeyValue("partition", partition).log("The partition answers again");
        }
    }

    private void pauseFullOnes() {
        Set<TopicPartition> paused = consumer.paused();
        buffers.forEach((partition, buffer) -> {
            if (buffer.isFull() && !paused.contains(partition)) {
                consumer.pause(List.of(partition));
            } else if (!buffer.isFull() && paused.contains(partition)) {
                consumer.resume(List.of(partition));
            }
        });
    }

    private void findLost(OffsetOutOfRangeException gone) {
        TopicIdentity found = watch.now();
        if (!found.id().equals(topic.id())) {
            adaptTo(found);
            return;
        }
        Map<TopicPartition, Long> positions = gone.offsetOutOfRangePartitions();
        Map<TopicPartition, OffsetAndMetadata> divergent =
                gone instanceof LogTruncationException truncation ? truncation.divergentOffsets() : Map.of();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(positions.keySet());
        ends.ask(positions.keySet());
        positions.forEach((partition, position) -> {
            OffsetAndMetadata cut = divergent.get(partition);
            long end = Math.min(ends.asked(partition), cut == null ? Long.MAX_VALUE : cut.offset());
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            Optional<Arrival.Lost> lost = lostData.find(partition, position, beginning, end);
            lost.ifPresent(buffer(partition)::endWith);
            consumer.seek(partition, lost.map(Arrival.Lost::to).orElse(position));
        });
    }

    private void adaptTo(TopicIdentity found) {
        if (!found.id().equals(topic.id())) {
            beginAnew(found);
        } else if (found.size() > topic.size()) {
            addPartitions(found);
        }
        topic = found;
    }

    private void addPartitions(TopicIdentity found) {
        List<TopicPartition> added = found.partitions().subList(topic.size(), found.size());
        log.atInfo().addKeyValue("partitions", added).log("The topic has new partitions");
        consumer.assign(found.partitions());
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(added);
        ends.ask(added);
        for (TopicPartition partition : added) {
            news.add(new Arrival.Opened(partition));
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            Optional<Arrival.Lost> lost = lostData.find(partition, 0, beginning, ends.asked(partition));
            lost.ifPresent(news::add);
            moveTo(partition, lost.map(Arrival.Lost::to).orElse(0L));
        }
    }

    /** What is at hand of the old topic counts as lost with the rest, so that all partitions change over at once. */
    private void beginAnew(TopicIdentity found) {
        consumer.assign(found.partitions());
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(found.partitions());
        stalled.clear();
        buffered = 0;
        Map<TopicPartition, PartitionBuffer> old = Map.copyOf(buffers);
        buffers.clear();
        for (TopicPartition partition : found.partitions()) {
            PartitionBuffer before = old.get(partition);
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            if (before == null) {
                news.add(new Arrival.Opened(partition));
            }
            news.add(lostData.madeAnew(partition, before == null ? 0 : before.nextOffset(), beginning));
            moveTo(partition, beginning);
        }
        news.add(new Arrival.Renewed(found.name(), found.id()));
        ends.ask(found.partitions());
    }

    /** While no partition has a record, none of them holds up another: the brokers are away, or there is nothing. */
    private void noteWaiting(Duration time) {
        if (buffered == 0) {
            return;
        }
        buffers.forEach((partition, buffer) -> {
            if (!buffer.isEmpty() || stalled.contains(partition) || ends.isReached(partition)) {
                return;
            }
            buffer.waited(time);
            if (buffer.waitedFor().compareTo(stalledAfter) >= 0) {
                stalled.add(partition);
                log.atWarn()
                        .addKeyValue("partition", partition)
                        .addKeyValue("waited", buffer.waitedFor())
                        .log("The partition holds records and gives none; it is passed over until it answers");
            }
        });
    }

    /** Takes out what has happened to the stream before the records at hand. */
    Optional<Arrival> removeNews() {
        Arrival first = news.poll();
        if (first != null) {
            return Optional.of(first);
        }
        return buffers.values().stream()
                .map(PartitionBuffer::removeLost)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The partitions that are read. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(buffers.keySet());
    }

    boolean hasRecord(TopicPartition partition) {
        return buffer(partition).hasRecord();
    }

    /** Offset of the first record at hand, of a partition that has one. */
    long nextOffset(TopicPartition partition) {
        return buffer(partition).nextOffset();
    }

    /** Takes out the first record at hand of a partition that has one. */
    ConsumerRecord<byte[], byte[]> remove(TopicPartition partition) {
        buffered--;
        return buffer(partition).remove();
    }

    /**
     * Passes over records that are too old without reading them, if all at hand are; returns the offset after the last one
     * passed over.
     *
     * @param from offset after a record that was too old
     * @param oldest timestamp in milliseconds from which a record is young enough
     */
    long passOverOlder(TopicPartition partition, long from, long oldest) {
        PartitionBuffer buffer = buffer(partition);
        if (from <= buffer.oldBefore() || buffer.endsWithLoss()) {
            return from;
        }
        OffsetAndTimestamp young =
                consumer.offsetsForTimes(Map.of(partition, oldest)).get(partition);
        ends.ask(List.of(partition));
        if (young == null || young.offset() <= buffer.end()) {
            buffer.setOldBefore(young == null ? buffer.end() : young.offset());
            return from;
        }
        buffered -= buffer.clear();
        moveTo(partition, young.offset());
        return young.offset();
    }

    /** Whether a partition that has no record at hand need not be waited for. */
    boolean mayBePassedOver(TopicPartition partition) {
        return stalled.contains(partition) || isAtEnd(partition);
    }

    private boolean isAtEnd(TopicPartition partition) {
        return buffer(partition).isEmpty() && ends.isReached(partition);
    }

    /** Whether everything has been taken out of all partitions. */
    boolean isAtEnd() {
        return news.isEmpty() && buffers.keySet().stream().allMatch(this::isAtEnd);
    }

    /** Records of which the brokers have told and which have not been taken out. */
    long waiting() {
        return atBroker + buffered;
    }

    private PartitionBuffer buffer(TopicPartition partition) {
        return Objects.requireNonNull(buffers.get(partition), partition::toString);
    }
}
