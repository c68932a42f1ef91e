package io.slipstream.trainer;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.health.RollbackConfig.Then;
import io.slipstream.trainer.snapshot.Lineage;
import io.slipstream.trainer.stream.Order;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(Start.class);
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

    /** Says in the log where training begins, and what is not as it was at the checkpoint. */
    void announce(Lineage lineage) {
        if (restored.isEmpty()) {
            log.atInfo()
                    .addKeyValue("model", lineage.model())
                    .addKeyValue("run", run)
                    .log("Starting a new lineage");
            return;
        }
        CheckpointHeader header = restored.get().header();
        log.atInfo()
                .addKeyValue("checkpoint", header.id())
                .addKeyValue("step", step())
                .addKeyValue("epoch", lineage.epoch())
                .log("Going on from a checkpoint");
        if (!lineage.libraries().equals(header.libraries())) {
            log.atWarn()
                    .addKeyValue("then", new TreeMap<>(header.libraries()))
                    .addKeyValue("now", new TreeMap<>(lineage.libraries()))
                    .log(
                            "What computes is not what computed before: training goes on, but not bit for bit as it would have");
        }
        if (!lineage.configHash().equals(header.configHash())) {
            log.info("The configuration has changed since the checkpoint");
        }
    }

    /** Id of the checkpoint it goes on from; empty for a new lineage. */
    Optional<String> checkpoint() {
        return restored.map(found -> found.header().id());
    }

    /** Steps taken; 0 for a new lineage. */
    long step() {
        return state.map(known -> known.progress().step()).orElse(0L);
    }

    /** Whether a checkpoint belongs to the lineage that goes on here; never for a new one. */
    boolean continues(TrainingCheckpoint announced) {
        return restored.map(Restored::header)
                .filter(header -> Lineage.isOf(header.model(), header.run(), announced.getCheckpointId()))
                .isPresent();
    }

    /**
     * The accounts of the lineage's checkpoints, as far as their offsets are those of the same records here: the dead
     * letters of what they cover have been published. Those of checkpoints that were given up may reach further than this
     * start, and so may those that a trainer before this one gave up.
     */
    List<LedgerEntry> published(List<TrainingCheckpoint> announced) {
        List<LedgerEntry> here = state.map(known -> known.stream().ledger()).orElse(List.of());
        return announced.stream()
                .filter(this::continues)
                .flatMap(checkpoint -> checkpoint.getLedger().stream())
                .filter(entry -> here.stream().noneMatch(own -> isRenumbered(own, entry)))
                .toList();
    }

    /** Whether offsets of a partition were lost or given out anew between two accounts. */
    private static boolean isRenumbered(LedgerEntry own, LedgerEntry other) {
        return own.getTopic().equals(other.getTopic())
                && own.getPartition() == other.getPartition()
                && own.getLost() != other.getLost();
    }
}
