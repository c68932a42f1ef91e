package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.row.CanonicalRow;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.evaluator.watch.row.StreamState;
import io.slipstream.evaluator.watch.row.Wire;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Watches all sources together, by rows that were embedded where they came in: it has neither pixels nor encoders. Its
 * canonical images are those of the sources, and so is its self-test.
 */
final class OverallProcessor implements Processor<String, byte[], String, Outgoing> {

    /** Canonical images beyond this many are left out: more sources make the whole no more certain. */
    private static final int MOST_CANONICAL = 1_000;

    private final DriftParts parts;
    private StreamStores stores;
    private StreamWatch watch;

    @SuppressWarnings("NullAway.Init") // init comes before process
    OverallProcessor(DriftParts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> context) {
        stores = new StreamStores(context, DriftTopology.OF_ALL);
        Outlet outlet = new Outlet(context, parts, stores, new Bulletin(context, parts));
        watch = new StreamWatch(parts, stores, outlet::send);
    }

    @Override
    public void process(Record<String, byte[]> incoming) {
        Outgoing row = Outgoing.read(incoming.value());
        switch (row.kind()) {
            case ROW -> add(Wire.row(row.value()));
            case ANCHOR_ROW -> {
                Row ofAnchor = Wire.row(row.value());
                if (isOfTheAnchor(ofAnchor)) {
                    watch.addToAnchor(Outlet.ALL, ofAnchor);
                }
            }
            case CANONICAL_ROW -> show(Wire.canonicalRow(row.value()));
            default -> throw new IllegalStateException("expected a row, found a " + row.kind());
        }
    }

    private void add(Row row) {
        stores.put(Outlet.ALL, stores.counts(Outlet.ALL).oneSeen());
        if (isOfTheAnchor(row)) {
            stores.put(Outlet.ALL, stores.counts(Outlet.ALL).oneLooked());
            watch.add(Outlet.ALL, row);
        } else {
            stores.put(Outlet.ALL, stores.counts(Outlet.ALL).moreUnembedded(1));
        }
    }

    /** Whether the fixed encoder of a row is that of the whole; the first row of a later anchor begins it for the whole. */
    private boolean isOfTheAnchor(Row row) {
        StreamState state = watch.state(Outlet.ALL);
        if (state == null || row.eyes().epoch() > state.anchor().epoch()) {
            watch.renew(Outlet.ALL, row.eyes().epoch(), row.eyes().fixedId());
            state = stores.require(Outlet.ALL);
        }
        return row.eyes().epoch() == state.anchor().epoch()
                && row.eyes().fixedId().equals(state.anchor().fixedId());
    }

    private void show(CanonicalRow image) {
        if (!isOfTheAnchor(image.row())) {
            return;
        }
        StreamState state = stores.require(Outlet.ALL);
        StreamState.Canonical before = state.canonical();
        boolean isNew = !stores.rows().hasCanonical(Outlet.ALL, image);
        if (isNew && before.size() >= MOST_CANONICAL) {
            return;
        }
        stores.rows().putCanonical(Outlet.ALL, image);
        stores.put(
                Outlet.ALL,
                state.with(new StreamState.Canonical(
                        before.size() + (isNew ? 1 : 0), image.row().eyes().currentId(), before.selfTest())));
    }
}
