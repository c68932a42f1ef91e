package io.slipstream.ingest.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** A point in time as an operator writes it. */
final class PointInTime {

    static final String FORM = "an instant such as 2026-11-22T14:00:00Z, or how long ago, such as 90s, 2h or 7d";

    private PointInTime() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    static Instant parse(String text, Instant now) {
        try {
            String upper = text.toUpperCase(Locale.ROOT);
            if (upper.matches("\\d+[DHMS]")) {
                return now.minus(Duration.parse((upper.endsWith("D") ? "P" : "PT") + upper));
            }
            return Instant.parse(upper);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("expected " + FORM + ", found " + text, e);
        }
    }
}
