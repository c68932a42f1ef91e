package io.slipstream.ingest.camera;

import io.slipstream.schemas.config.Key;
import java.util.List;

/** The synthetic production line. */
public record CameraConfig(
        @Key(doc = "Seed of everything that is drawn; a probe set of the same lines has the same seed.", value = "7")
        long seed,

        @Key(
                doc = "Number of lines, each with its own camera and source key, line-1 and so on.",
                value = "4",
                min = 1,
                max = 64)
        int lines,

        @Key(doc = "Width and height of a frame, pixels.", value = "32", min = 32, max = 96)
        int size,

        @Key(doc = "Frames of one part before a line changes over to another.", value = "32", min = 1, max = 1_000_000)
        int runLength,

        @Key(
                doc = "Lasting changes and when they happen, in camera time since the start: new lamps, a ninth part,"
                        + " grease on the lenses.",
                allowed = "a list of lamp-change@TIME, new-part@TIME, lens-smear@TIME, for instance lamp-change@2m")
        List<String> drift) {

    public CameraConfig {
        drift = List.copyOf(drift);
        for (String event : drift) {
            try {
                DriftEvent.parse(event);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("drift: " + e.getMessage(), e);
            }
        }
    }

    /** This line with other drift. */
    CameraConfig withDrift(List<String> events) {
        return new CameraConfig(seed, lines, size, runLength, events);
    }
}
