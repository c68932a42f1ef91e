package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.drift.Blocks;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.evaluator.watch.row.RowStore;
import io.slipstream.evaluator.watch.row.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A uniform sample of the blocks of all windows since the anchor, as large as the anchor. Whole blocks, since the permutation
 * tests need to know which rows belong together.
 *
 * <p>Source: Vitter, 1985, doi:10.1145/3147.3165, algorithm R; the random numbers follow from the number of the block, so that
 * what is done again after a crash ends the same.
 */
record Reservoir(DriftConfig config, RowStore store) {

    /** Offers the blocks of a window; those of fewer rows than a block has are left out. */
    StreamState.History offered(String stream, StreamState.History before, List<Row> window) {
        int size = config.window().block();
        StreamState.History history = before;
        for (List<Row> block : wholeBlocks(window, size)) {
            long offered = history.offered();
            int kept = history.kept();
            long slot = kept < capacity() ? kept : random(stream, offered).nextLong(offered + 1);
            if (slot < capacity()) {
                for (int i = 0; i < size; i++) {
                    store.putReservoir(stream, slot * size + i, block.get(i));
                }
            }
            history = new StreamState.History(offered + 1, Math.min(kept + 1, capacity()));
        }
        return history;
    }

    /** The sample; none before it is full, since alarms are calibrated for references of one size. */
    List<Row> rows(String stream, StreamState.History history) {
        return history.kept() < capacity()
                ? List.of()
                : store.reservoir(
                        stream, (long) history.kept() * config.window().block());
    }

    private int capacity() {
        return config.anchor().images() / config.window().block();
    }

    private SplittableRandom random(String stream, long offered) {
        return new SplittableRandom(31 * (config.seed() ^ stream.hashCode()) + offered);
    }

    private static List<List<Row>> wholeBlocks(List<Row> rows, int size) {
        Blocks blocks = Row.blocks(rows, size);
        List<List<Row>> byBlock = new ArrayList<>();
        IntStream.range(0, blocks.count()).forEach(block -> byBlock.add(new ArrayList<>()));
        for (int row = 0; row < rows.size(); row++) {
            byBlock.get(blocks.blockOf()[row]).add(rows.get(row));
        }
        byBlock.removeIf(block -> block.size() < size);
        return byBlock;
    }
}
