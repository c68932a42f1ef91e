package io.slipstream.trainer.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class LiveSnapshotsTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.MODEL_CHANNELS.name(), 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A pointer of a channel of the same name as its snapshot. */
    private static ChannelPointer pointer(byte[] snapshot) {
        return ChannelPointer.newBuilder()
                .setModelId("model")
                .setChannel(new String(snapshot, StandardCharsets.UTF_8))
                .setSnapshotId(new String(snapshot, StandardCharsets.UTF_8))
                .setChannelEpoch(1)
                .setTime(Instant.EPOCH)
                .setActor("gate")
                .build();
    }

    @Test
    void aPointerThatCouldNotBeReadForNowIsNotForgotten() {
        AtomicInteger asked = new AtomicInteger();
        Deserializer<ChannelPointer> awayOnce = (topic, data) -> {
            if (asked.incrementAndGet() == 1) {
                throw new NetworkException("the registry is away");
            }
            return pointer(data);
        };
        LiveSnapshots live = new LiveSnapshots("model", consumer, awayOnce);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        add(0, "first");
        add(1, "second");

        assertThatExceptionOfType(NetworkException.class).isThrownBy(live::ids);
        add(0, "first"); // the mock hands a record over once
        add(1, "second");
        assertThat(live.ids()).containsExactlyInAnyOrder("first", "second");
    }

    private void add(long offset, String snapshot) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, bytes(snapshot), bytes(snapshot)));
    }

    @Test
    void whatAChannelWouldGoBackToIsNeededAndAChannelThatServesNoneNeedsNothing() {
        ChannelPointer stable = pointer(bytes("stable"));
        stable.setSnapshotId("m-20");
        stable.setFallbacks(List.of("m-10", "m-5"));
        ChannelPointer held = ChannelPointer.newBuilder(stable)
                .setAction(ChannelAction.HOLD)
                .setSubjectSnapshotId("m-30")
                .setPreviousSnapshotId("m-20")
                .build();
        ChannelPointer revoked = pointer(bytes("shadow"));
        revoked.setSnapshotId("");
        revoked.setAction(ChannelAction.REVOKE);
        revoked.setPreviousSnapshotId("m-15");
        List<ChannelPointer> pointers = List.of(pointer(bytes("shadow")), stable, held, revoked);
        LiveSnapshots live =
                new LiveSnapshots("model", consumer, (topic, data) -> pointers.get(Integer.parseInt(text(data))));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 4L));
        for (int i = 0; i < pointers.size(); i++) {
            consumer.addRecord(new ConsumerRecord<>(
                    PARTITION.topic(), 0, i, bytes(pointers.get(i).getChannel()), bytes(Integer.toString(i))));
        }

        assertThat(live.ids()).containsExactlyInAnyOrder("m-20", "m-10", "m-5");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
