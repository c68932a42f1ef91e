package io.slipstream.evaluator.follow;

import io.slipstream.schemas.record.ProbeScore;

/** What became of a snapshot that was to be scored. */
sealed interface Outcome {

    /** It has a score. */
    record Scored(ProbeScore score) implements Outcome {}

    /**
     * It cannot be scored, now or later; the service goes on with the next.
     *
     * @param reason what is wrong, in one word for counting
     * @param detail what was expected, what was found, and where
     */
    record Refused(String reason, String detail) implements Outcome {}
}
