package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.judge.Evidence;
import io.slipstream.evaluator.watch.judge.Judge;
import io.slipstream.evaluator.watch.judge.Judgement;
import io.slipstream.evaluator.watch.row.AlarmMemory;
import io.slipstream.evaluator.watch.row.CanonicalRow;
import io.slipstream.evaluator.watch.row.Counts;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.evaluator.watch.row.RowStore;
import io.slipstream.evaluator.watch.row.StreamState;
import io.slipstream.schemas.record.DriftReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the streams of a task, each by itself: fills windows, collects anchors and history, and has every window judged.
 * Everything it knows is in its stores. Not thread-safe.
 */
final class StreamWatch {

    private final DriftParts parts;
    private final StreamStores stores;
    private final RowStore rows;
    private final Judge judge;
    private final Anchors anchors;
    private final Reservoir reservoir;
    private final Consumer<DriftReport> reports;

    /** @param reports takes the report of every window that ends */
    StreamWatch(DriftParts parts, StreamStores stores, Consumer<DriftReport> reports) {
        this.parts = parts;
        this.stores = stores;
        this.rows = stores.rows();
        this.judge = new Judge(parts.config().judgeSettings());
        this.anchors = new Anchors(parts, rows);
        this.reservoir = new Reservoir(parts.config(), rows);
        this.reports = reports;
    }

    /** The state of a stream; null before its first row. */
    @Nullable
    StreamState state(String stream) {
        return stores.state(stream);
    }

    /** Rows that fit into the open window. */
    long room(StreamState state) {
        return parts.config().window().images() - state.open().size();
    }

    /** Begins a stream, or begins it anew with another anchor: what it has is reported, and forgotten. */
    void renew(String stream, long epoch, String fixedId) {
        StreamState before = stores.state(stream);
        StreamState.Window next = new StreamState.Window(1, 0, 0, null, 0, 0, 0);
        if (before != null) {
            StreamState closed = before.open().size() == 0
                    ? before
                    : close(stream, before, "A new anchor was asked for while the window was open.");
            rows.deleteAll(stream);
            anchors.forget(stream);
            next = closed.open();
        }
        stores.put(stream, StreamState.begin(epoch, fixedId, next));
    }

    /**
     * Adds a row to a stream that has begun; the row that fills a window ends it.
     *
     * @return number of the row in the anchor; -1 if it is not part of it
     */
    int add(String stream, Row row) {
        StreamState state = stores.require(stream);
        long longest = parts.config().window().longest().toMillis();
        if (state.open().size() > 0 && row.time() - state.open().startTime() > longest) {
            state = close(
                    stream,
                    state,
                    "The window has " + state.open().size() + " of "
                            + parts.config().window().images() + " images after "
                            + parts.config().window().longest().toSeconds() + " s.");
        }
        rows.putWindow(stream, state.open().next(), row);
        StreamState added = state.with(state.open().added(row.time(), row.eyes().currentId()));
        int inAnchor = -1;
        if (parts.declared().isEmpty()
                && added.anchor().size() < parts.config().anchor().images()) {
            inAnchor = added.anchor().size();
            added = anchored(stream, added, row, added.open().next());
        }
        if (room(added) == 0) {
            added = close(stream, added, null);
        }
        stores.put(stream, added);
        return inAnchor;
    }

    /** Adds a row to the anchor alone; returns its number there, -1 if the anchor is complete. */
    int addToAnchor(String stream, Row row) {
        StreamState state = stores.require(stream);
        int size = state.anchor().size();
        if (size >= parts.config().anchor().images()) {
            return -1;
        }
        stores.put(stream, anchored(stream, state, row, state.open().start()));
        return size;
    }

    private StreamState anchored(String stream, StreamState state, Row row, long end) {
        rows.putAnchor(stream, state.anchor().size(), row);
        StreamState.Anchor anchor = state.anchor();
        boolean complete = anchor.size() + 1 == parts.config().anchor().images();
        StreamState grown = state.with(new StreamState.Anchor(
                anchor.epoch(),
                anchor.fixedId(),
                anchor.size() + 1,
                end,
                complete ? stores.counts(stream).undecodable() - anchor.undecodable() : anchor.undecodable()));
        if (complete) {
            anchors.calibrate(stream, grown);
        }
        return grown;
    }

    /** Ends the open window, however full; returns the state with the next one open. */
    private StreamState close(String stream, StreamState ending, @Nullable String objection) {
        // 1. Judge
        StreamState state = calibrated(stream, ending);
        StreamState.Window window = state.open();
        List<Row> images = rows.window(stream, window.start(), window.next());
        List<CanonicalRow> canonical = rows.canonical(stream);
        Counts counts = stores.counts(stream);
        long undecodable = counts.undecodable() - window.undecodableBefore();
        String obstacle = objection == null ? anchors.objection(state) : objection;
        Evidence evidence = new Evidence(
                images,
                obstacle,
                obstacle == null ? anchors.model(stream, state) : Optional.empty(),
                references(stream, state),
                canonical,
                selfTest(state, canonical),
                state.alarms(),
                window.currentId(),
                undecodable,
                state.anchor().undecodable(),
                window.number());
        Judgement judgement = judge.judge(evidence);
        reports.accept(Reports.of(
                parts,
                stream,
                state,
                images,
                counts.seen() - window.seenBefore(),
                undecodable,
                anchors.times(stream, state),
                judgement));
        // 2. Remember
        StreamState judged = state.with(judgement.alarms());
        boolean whole = objection == null;
        if (whole && anchors.isBehind(state)) {
            judged = judged.with(reservoir.offered(stream, judged.history(), images));
        }
        rows.deleteWindow(stream, state.previous().from(), state.previous().to());
        if (!whole) {
            rows.deleteWindow(stream, window.start(), window.next());
        }
        return judged.with(whole ? new StreamState.Span(window.start(), window.next()) : StreamState.Span.EMPTY)
                .with(new StreamState.Window(
                        window.number() + 1,
                        window.next(),
                        window.next(),
                        null,
                        counts.seen(),
                        counts.undecodable(),
                        0));
    }

    /** Of a source as it was tested last; of the whole, that of its sources. */
    private static double selfTest(StreamState state, List<CanonicalRow> canonical) {
        double own = state.canonical().selfTest();
        return own >= 0
                ? own
                : canonical.stream().mapToDouble(CanonicalRow::selfTest).max().orElse(own);
    }

    private StreamState calibrated(String stream, StreamState state) {
        boolean wanted = anchors.isComplete(state) && state.alarms().isEmpty();
        Map<String, AlarmMemory> calibrated = wanted ? anchors.calibrated(stream, state) : Map.of();
        return state.with(calibrated);
    }

    private Map<String, List<Row>> references(String stream, StreamState state) {
        List<Row> previous =
                rows.window(stream, state.previous().from(), state.previous().to());
        return Map.of(Judge.PREVIOUS, previous, Judge.RESERVOIR, reservoir.rows(stream, state.history()));
    }
}
