package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.trainer.checkpoint.Progress;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.health.RollbackConfig.Then;
import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.stream.Order;
import io.slipstream.trainer.stream.PendingImage;
import io.slipstream.trainer.stream.StreamState;
import io.slipstream.trainer.stream.TrainingImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SetbackTest {

    private static final TopicPartition PARTITION = new TopicPartition("images", 0);
    private static final TopicPartition NEW = new TopicPartition("images", 1);
    private static final PendingImage WAITING =
            new PendingImage(PARTITION, 99, "", new TrainingImage("a", new byte[3]));

    private static final TrainingState HEALTHY = new TrainingState(
            new Progress(40, 640, 320, 1_000, Optional.of("s"), 30, 1, 10, OptionalDouble.empty(), true, 7, 0, -1),
            new LearnerState(new TreeMap<>(), Map.of(), 0),
            new ReplayState<>(0, List.of()),
            new StreamState(
                    List.of(entry(0, 100, 90, 5, 3, 2)),
                    Map.of("images", "id"),
                    Optional.of(PARTITION),
                    List.of("then"),
                    List.of(WAITING)));

    private static final Setback SETBACK = new Setback(
            55,
            new StreamState(
                    List.of(entry(0, 160, 140, 8, 4, 8), entry(1, 20, 15, 1, 0, 4)),
                    Map.of("images", "id"),
                    Optional.of(NEW),
                    List.of("now"),
                    List.of()));

    private static LedgerEntry entry(
            int partition, long next, long trained, long deadLettered, long duplicates, long pending) {
        return new LedgerEntry(
                "images", partition, 0L, next, next, trained, deadLettered, 0L, duplicates, pending, 0L, 0L);
    }

    @Test
    void trainingAgainStandsWhereItWasHealthyWithAFreshWarmUp() {
        TrainingState resumed = SETBACK.resumedFrom(HEALTHY, 2, Then.REWARM);
        assertThat(resumed.stream()).isEqualTo(HEALTHY.stream());
        assertThat(resumed.learner().rateStart()).isEqualTo(40);
        assertThat(resumed.progress().rollbacks()).isEqualTo(2);
        assertThat(resumed.progress().troubleStep()).isEqualTo(55);
        assertThat(resumed.progress().step()).isEqualTo(40);
        assertThat(SETBACK.orderFrom(HEALTHY, new Order(List.of(new Order.Step(3))), Then.REWARM)
                        .events())
                .containsExactly(new Order.Step(3), new Order.Rewarm());
    }

    @Test
    void leavingOutStandsWhereItWentWrongAndCountsWhatWasTrainedOnInBetweenAsDropped() {
        TrainingState resumed = SETBACK.resumedFrom(HEALTHY, 1, Then.SKIP);
        StreamState stream = resumed.stream();
        assertThat(stream.nextOffsets()).containsOnly(Map.entry(PARTITION, 160L), Map.entry(NEW, 20L));
        assertThat(stream.pending()).containsExactly(WAITING);
        assertThat(stream.recent()).containsExactly("then");
        assertThat(resumed.learner()).isEqualTo(HEALTHY.learner());
        for (LedgerEntry entry : stream.ledger()) {
            assertThat(entry.getTrained()
                            + entry.getDeadLettered()
                            + entry.getDropped()
                            + entry.getDuplicates()
                            + entry.getPending())
                    .isEqualTo(entry.getCovered());
        }
        assertThat(stream.ledger()).extracting(LedgerEntry::getDropped).containsExactly(56L, 19L);
        assertThat(stream.ledger()).extracting(LedgerEntry::getTrained).containsExactly(90L, 0L);
        assertThat(SETBACK.orderFrom(HEALTHY, Order.nothing(), Then.SKIP).events())
                .containsExactly(
                        new Order.Run(PARTITION, 100, 160, Order.Fate.DROPPED),
                        new Order.Run(NEW, 0, 20, Order.Fate.DROPPED));
    }
}
