package io.slipstream.ingest.camera;

import java.time.Duration;
import java.util.List;

/**
 * What has changed on the lines since the start.
 *
 * @param lampChanged the lamps were replaced: dimmer, warmer, from another side
 * @param newPart a ninth part is made
 * @param lensSmeared grease lies on the lenses: haze and blur, strongest on one side
 */
public record DriftState(boolean lampChanged, boolean newPart, boolean lensSmeared) {

    /** The lines as they were built. */
    public static final DriftState NONE = new DriftState(false, false, false);

    /** The state at {@code time} since the start: the effect of every event up to then. */
    static DriftState at(Duration time, List<DriftEvent> events) {
        DriftState state = NONE;
        for (DriftEvent event : events) {
            if (event.at().compareTo(time) <= 0) {
                state = state.after(event.kind());
            }
        }
        return state;
    }

    private DriftState after(DriftEvent.Kind kind) {
        return switch (kind) {
            case LAMP_CHANGE -> new DriftState(true, newPart, lensSmeared);
            case NEW_PART -> new DriftState(lampChanged, true, lensSmeared);
            case LENS_SMEAR -> new DriftState(lampChanged, newPart, true);
        };
    }
}
