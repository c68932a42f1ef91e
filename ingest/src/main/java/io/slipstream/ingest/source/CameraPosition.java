package io.slipstream.ingest.source;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Where a camera is in its stream.
 *
 * @param frame number over all lines
 * @param start event time of frame 0
 */
record CameraPosition(long frame, Instant start) {

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IOException if it is something else
     */
    static CameraPosition parse(String text) throws IOException {
        String[] parts = text.split(" ", 2);
        try {
            return new CameraPosition(Long.parseLong(parts[0]), Instant.parse(parts[parts.length - 1]));
        } catch (NumberFormatException | DateTimeException other) {
            throw new IOException("expected a frame number and the start of the camera, found '" + text + "'", other);
        }
    }

    @Override
    public String toString() {
        return frame + " " + start;
    }
}
