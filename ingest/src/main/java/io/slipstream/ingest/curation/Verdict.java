package io.slipstream.ingest.curation;

import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import java.util.OptionalLong;

/** What becomes of a record. */
sealed interface Verdict {

    /**
     * It goes on.
     *
     * @param sample    what it says
     * @param id        SHA-256 of the image, 32 bytes
     * @param look      its perceptual hash, where that is wanted
     * @param unchanged whether the record's value says exactly that already
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares verdicts
    record Forwarded(ImageSample sample, byte[] id, OptionalLong look, boolean unchanged) implements Verdict {}

    /**
     * It goes to the dead-letter topic.
     *
     * @param source  its source key, or {@link #UNKNOWN_SOURCE}
     * @param message what was expected and what was found
     */
    record Refused(String source, DeadLetterReason reason, String message) implements Verdict {

        /** Stands for the source of a record that names none. */
        static final String UNKNOWN_SOURCE = "unknown";
    }

    /** It is counted, and that is all. */
    record Dropped(Policy policy) implements Verdict {}
}
