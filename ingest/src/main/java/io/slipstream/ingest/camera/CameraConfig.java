package io.slipstream.ingest.camera;

import java.util.List;

/**
 * Settings of the synthetic production line.
 *
 * @param seed seed of everything that is drawn
 * @param lines number of lines, each with its own camera
 * @param size width and height of a frame, pixels
 * @param runLength frames of one part before a line changes over
 * @param drift lasting changes, as {@link DriftEvent#parse} reads them
 */
public record CameraConfig(long seed, int lines, int size, int runLength, List<String> drift) {

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
}
