package io.slipstream.evaluator.follow;

import java.time.DateTimeException;
import java.time.Instant;

/** Where a lineage without scores starts on the snapshot topic. */
public sealed interface StartAt {

    /** Words for a configuration that cannot be parsed. */
    String ALLOWED = "earliest, latest, or an instant such as 2026-11-22T14:00:00Z";

    /** With the first snapshot on the topic. */
    record Earliest() implements StartAt {}

    /** With the first snapshot announced after the start of the service. */
    record Latest() implements StartAt {}

    /** With the first snapshot announced at the time or later. */
    record Time(Instant instant) implements StartAt {}

    /**
     * Reads {@code earliest}, {@code latest} or an ISO-8601 instant.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    static StartAt parse(String text) {
        return switch (text) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            default -> {
                try {
                    yield new Time(Instant.parse(text));
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException(ALLOWED, e);
                }
            }
        };
    }
}
