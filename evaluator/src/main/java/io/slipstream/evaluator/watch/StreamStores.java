package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.row.Counts;
import io.slipstream.evaluator.watch.row.RowStore;
import io.slipstream.evaluator.watch.row.StreamState;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The stores of a task: where its streams are, what became of their images, their rows, their latest reports. */
final class StreamStores {

    private final KeyValueStore<String, byte[]> states;
    private final KeyValueStore<String, byte[]> counts;
    private final KeyValueStore<String, byte[]> latest;
    private final RowStore rows;
    private final Map<String, StreamState> known = new HashMap<>();

    /** @param prefix of the stores' names */
    StreamStores(ProcessorContext<?, ?> context, String prefix) {
        this.states = context.getStateStore(prefix + DriftTopology.STATES);
        this.counts = context.getStateStore(prefix + DriftTopology.COUNTS);
        this.latest = context.getStateStore(prefix + DriftTopology.LATEST);
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(prefix + DriftTopology.ROWS);
        this.rows = new RowStore(store);
    }

    RowStore rows() {
        return rows;
    }

    /** The state of a stream; null before its first row. */
    @Nullable
    StreamState state(String stream) {
        StreamState state = known.get(stream);
        if (state == null) {
            byte[] stored = states.get(stream);
            if (stored != null) {
                state = StreamState.read(stored);
                known.put(stream, state);
            }
        }
        return state;
    }

    /** The state of a stream that has begun. */
    StreamState require(String stream) {
        StreamState state = state(stream);
        if (state == null) {
            throw new IllegalStateException("expected a stream that has begun, found none named " + stream);
        }
        return state;
    }

    void put(String stream, StreamState state) {
        known.put(stream, state);
        states.put(stream, state.json());
    }

    Counts counts(String stream) {
        byte[] stored = counts.get(stream);
        return stored == null ? Counts.ZERO : Counts.read(stored);
    }

    void put(String stream, Counts changed) {
        counts.put(stream, changed.stored());
    }

    void putLatest(String stream, byte[] report) {
        latest.put(stream, report);
    }
}
