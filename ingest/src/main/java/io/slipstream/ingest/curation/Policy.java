package io.slipstream.ingest.curation;

import java.util.Locale;

/** Why a good image is not forwarded. Dropped images are counted, not dead-lettered: nothing is wrong with them. */
enum Policy {
    /** The same bytes from the same source within the window of duplicates. */
    DUPLICATE,
    /** The source has used up its rate. */
    RATE,
    /** The source holds its share of the partition already. */
    SHARE,
    /** Not sharp enough. */
    BLUR,
    /** Too dark or too bright. */
    EXPOSURE,
    /** Too few different tones. */
    ENTROPY,
    /** It looks like an image that the same source sent shortly before. */
    NEAR_DUPLICATE;

    /** Its name in counters, metrics and answers. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
