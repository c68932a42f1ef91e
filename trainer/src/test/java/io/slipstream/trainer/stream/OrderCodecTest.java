package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.slipstream.trainer.stream.Order.Event;
import io.slipstream.trainer.stream.Order.Fate;
import io.slipstream.trainer.stream.Order.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OrderCodecTest {

    private static final TopicPartition ZERO = new TopicPartition("images", 0);
    private static final TopicPartition ONE = new TopicPartition("images", 300);
    private static final List<Fate> FATES = List.of(Fate.values());
    private static final Order SMALL = new Order(List.of(
            new Run(ZERO, 5, 8, Fate.TRAINED),
            new Run(ONE, 1L << 40, (1L << 40) + 1, Fate.REFUSED),
            new Order.Rewarm(),
            new Order.Step(3),
            new Run(ZERO, 8, 2, Fate.LOST),
            new Run(ZERO, 2, 3, Fate.DUPLICATE),
            new Run(ZERO, 10, 20, Fate.DROPPED)));

    private static final String SMALL_AS_VERSION_1 =
            "534f524401789c636260cbcc4d4c4f2d668031d630b1333170b1313336808003130323331b0303370b0303132b039f0800122e08ca";

    @Test
    void anOrderIsReadAsItWasWritten() throws IOException {
        assertThat(OrderCodec.decode(OrderCodec.encode(SMALL))).isEqualTo(SMALL);
        Order empty = new Order(List.of());
        assertThat(OrderCodec.decode(OrderCodec.encode(empty))).isEqualTo(empty);
    }

    @Test
    void anyOrderIsReadAsItWasWritten() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Order order = random(new Random(seed));
            assertThat(OrderCodec.decode(OrderCodec.encode(order)))
                    .as("seed %d", seed)
                    .isEqualTo(order);
        }
    }

    private static Order random(Random random) {
        List<Event> events = new ArrayList<>();
        for (int count = random.nextInt(50); count > 0; count--) {
            TopicPartition partition = new TopicPartition("topic-" + random.nextInt(3), random.nextInt(1_000));
            long from = random.nextLong(Long.MAX_VALUE / 2);
            events.add(
                    switch (random.nextInt(8)) {
                        case 0 -> new Order.Rewarm();
                        case 1 -> new Order.Step(random.nextInt(100_000), 1 + random.nextInt(3));
                        default ->
                            new Run(
                                    partition,
                                    from,
                                    from + random.nextInt(1_000) - 100,
                                    FATES.get(random.nextInt(FATES.size())));
                    });
        }
        return new Order(events);
    }

    @Test
    void ordersOfVersion1StayReadable() throws IOException {
        assertThat(OrderCodec.decode(HexFormat.of().parseHex(SMALL_AS_VERSION_1)))
                .isEqualTo(SMALL);
    }

    @Test
    void anOrderIsOfVersion1UnlessAStepHasSeveralPasses() {
        assertThat(OrderCodec.encode(SMALL)[4]).isEqualTo((byte) 1);
        assertThat(OrderCodec.encode(SMALL.then(new Order.Step(3, 2)))[4]).isEqualTo((byte) 2);
    }

    @Test
    void partitionsTakingTurnsCostLittle() {
        List<Event> events = new ArrayList<>();
        for (int offset = 0; offset < 25_000; offset++) {
            for (int partition = 0; partition < 4; partition++) {
                events.add(new Run(new TopicPartition("images", partition), offset, offset + 1, Fate.TRAINED));
            }
            if (offset % 16 == 0) {
                events.add(new Order.Step(64));
            }
        }
        assertThat(OrderCodec.encode(new Order(events))).hasSizeLessThan(10_000);
    }

    @Test
    void whatIsNoOrderOrOneOfALaterVersionIsRefused() {
        byte[] later = OrderCodec.encode(SMALL);
        later[4] = 3;
        assertThatIOException().isThrownBy(() -> OrderCodec.decode(later)).withMessageContaining("found version 3");
        assertThatIOException()
                .isThrownBy(() -> OrderCodec.decode(new byte[10]))
                .withMessageContaining("expected an order");
        byte[] whole = OrderCodec.encode(SMALL);
        assertThatIOException().isThrownBy(() -> OrderCodec.decode(Arrays.copyOf(whole, whole.length / 2)));
    }
}
