package io.slipstream.ingest.source;

/** What a source answers when it is pulled. */
public sealed interface Pull {

    /** The next image. */
    record Image(RawImage image) implements Pull {}

    /** None within the time given; there may be more later. */
    record Nothing() implements Pull {}

    /** None any more. */
    record End() implements Pull {}
}
