package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.watch.row.AlarmMemory;
import io.slipstream.evaluator.watch.row.CanonicalRow;
import io.slipstream.evaluator.watch.row.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known when a window is judged.
 *
 * @param window its rows, in order; may be empty
 * @param objection why the window cannot be compared, in words; null if it can
 * @param anchor to compare with; empty if there is none yet
 * @param references further rows to compare with, by name
 * @param canonical the canonical images
 * @param selfTest of the canonical images; negative if there was none
 * @param alarms what is remembered, by name of the reference; a reference without is compared, but raises no alarm
 * @param currentId the current encoder of the window
 * @param undecodable images of the window that could not be decoded
 * @param undecodableOfAnchor images that could not be decoded while the anchor was collected
 * @param number of the window, which decides the permutations
 */
public record Evidence(
        List<Row> window,
        @Nullable String objection,
        Optional<AnchorModel> anchor,
        Map<String, List<Row>> references,
        List<CanonicalRow> canonical,
        double selfTest,
        Map<String, AlarmMemory> alarms,
        @Nullable String currentId,
        long undecodable,
        long undecodableOfAnchor,
        long number) {}
