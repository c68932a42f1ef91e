package io.slipstream.ingest.publish;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.ImageSample;

/** What validation makes of an input. */
sealed interface Verdict {

    /**
     * A good image, as it goes on the images topic.
     *
     * @param size of the encoded image, which may lie elsewhere
     */
    record Accepted(ImageSample sample, long size) implements Verdict {}

    /** A refused input, as it goes on the dead-letter topic. */
    record Refused(DeadLetter letter) implements Verdict {}
}
