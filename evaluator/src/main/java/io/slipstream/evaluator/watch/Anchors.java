package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.judge.AnchorModel;
import io.slipstream.evaluator.watch.judge.Judge;
import io.slipstream.evaluator.watch.judge.JudgeSettings;
import io.slipstream.evaluator.watch.row.AlarmMemory;
import io.slipstream.evaluator.watch.row.RowStore;
import io.slipstream.evaluator.watch.row.StreamState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The anchors of the streams of a task, with what is derived from them. Models can be made again from the rows; calibrations
 * take longer than a record may, and run in the background until the stream keeps their result. Not thread-safe.
 */
final class Anchors {

    private static final Logger log = LoggerFactory.getLogger(Anchors.class);

    /** Models are a few megabytes each. */
    private static final int MOST_MODELS = 32;

    private final DriftParts parts;
    private final JudgeSettings settings;
    private final RowStore rows;
    private final Map<String, CompletableFuture<Map<String, AlarmMemory>>> calibrations = new HashMap<>();
    private final Map<String, Optional<AnchorModel>> models = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<AnchorModel>> eldest) {
            return size() > MOST_MODELS;
        }
    };

    Anchors(DriftParts parts, RowStore rows) {
        this.parts = parts;
        this.settings = parts.config().judgeSettings();
        this.rows = rows;
    }

    boolean isComplete(StreamState state) {
        return state.anchor().size() >= parts.config().anchor().images();
    }

    /** Whether the open window began after the anchor was complete, so that the two share no image. */
    boolean isBehind(StreamState state) {
        return isComplete(state) && state.open().start() >= state.anchor().end();
    }

    /** Why the open window cannot be compared with the anchor; null if it can. */
    @Nullable
    String objection(StreamState state) {
        if (isBehind(state)) {
            return null;
        }
        return "The anchor is being collected: " + state.anchor().size() + " of "
                + parts.config().anchor().images() + " images"
                + (isComplete(state) ? ", some of them in this window." : ".");
    }

    /** The model of a complete anchor; empty if its images cannot be told apart. */
    Optional<AnchorModel> model(String stream, StreamState state) {
        return models.computeIfAbsent(stream, name -> built(name, state));
    }

    private Optional<AnchorModel> built(String stream, StreamState state) {
        try {
            return Optional.of(AnchorModel.of(rows.anchor(stream, state.anchor().size()), settings));
        } catch (IllegalArgumentException degenerate) {
            log.atWarn()
                    .addKeyValue("stream", stream)
                    .addKeyValue("reason", degenerate.getMessage())
                    .log("An anchor cannot be compared with: ask for a new one");
            return Optional.empty();
        }
    }

    /** Has the alarms of a complete anchor calibrated in the background. */
    void calibrate(String stream, StreamState state) {
        model(stream, state)
                .ifPresent(model -> calibrations.computeIfAbsent(stream, name -> {
                    log.atInfo().addKeyValue("stream", name).log("Calibrating the alarms of an anchor");
                    return CompletableFuture.supplyAsync(() -> alarms(model), parts.background());
                }));
    }

    private Map<String, AlarmMemory> alarms(AnchorModel model) {
        AlarmMemory ofAnchor = model.calibrated(false, settings);
        return Map.of(
                Judge.ANCHOR, ofAnchor,
                Judge.PREVIOUS, model.calibrated(true, settings),
                Judge.RESERVOIR, ofAnchor);
    }

    /** The alarms of an anchor; none while they are being calibrated. */
    Map<String, AlarmMemory> calibrated(String stream, StreamState state) {
        CompletableFuture<Map<String, AlarmMemory>> calibration = calibrations.get(stream);
        if (calibration == null) {
            calibrate(stream, state); // the task came from elsewhere, or from a crash, before the result was kept
            return Map.of();
        }
        if (!calibration.isDone()) {
            return Map.of();
        }
        calibrations.remove(stream);
        return calibration.join();
    }

    /** Capture times of the anchor, milliseconds; null while it is being collected. */
    @Nullable
    LongSummaryStatistics times(String stream, StreamState state) {
        return isComplete(state) ? model(stream, state).map(AnchorModel::times).orElse(null) : null;
    }

    /** The anchor of a stream is no more. */
    void forget(String stream) {
        models.remove(stream);
        calibrations.remove(stream);
    }
}
