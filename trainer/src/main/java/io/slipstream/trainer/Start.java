package io.slipstream.trainer;

import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.health.RollbackConfig.Then;
import io.slipstream.trainer.stream.Order;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What training begins with.
 *
 * @param run identity of the lineage: when it was started from nothing
 * @param restored the checkpoint it goes on from; empty for a new lineage
 * @param state everything to remember; empty for a new lineage
 * @param order what was done with the stream since the last snapshot
 * @param isChanged whether training begins with something else than the checkpoint it goes on from
 */
record Start(String run, Optional<Restored> restored, Optional<TrainingState> state, Order order, boolean isChanged) {

    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    /** A new lineage. */
    static Start anew(Clock clock) {
        return new Start(RUN.format(clock.instant()), Optional.empty(), Optional.empty(), Order.nothing(), false);
    }

    /** Going on from a checkpoint. A snapshot in it has its order; the next one's begins here. */
    static Start from(Restored restored) {
        return new Start(
                restored.header().run(),
                Optional.of(restored),
                Optional.of(restored.state()),
                restored.header().snapshot().isPresent() ? Order.nothing() : restored.sinceSnapshot(),
                false);
    }

    /** Going on from here after training went wrong later; see {@link Setback}. */
    Start after(Setback setback, int times, Then then) {
        TrainingState healthy = state.orElseThrow();
        return new Start(
                run,
                restored,
                Optional.of(setback.resumedFrom(healthy, times, then)),
                setback.orderFrom(healthy, order, then),
                true);
    }

    /** Id of the checkpoint it goes on from; empty for a new lineage. */
    Optional<String> checkpoint() {
        return restored.map(found -> found.header().id());
    }

    /** The announcements after that of the checkpoint it goes on from: what they cover has been published. */
    List<TrainingCheckpoint> abandoned(List<TrainingCheckpoint> announced) {
        String id = checkpoint().orElse("");
        for (int i = 0; i < announced.size(); i++) {
            if (id.equals(announced.get(i).getCheckpointId())) {
                return announced.subList(i + 1, announced.size());
            }
        }
        return List.of();
    }
}
