package io.slipstream.ingest;

/** What ingest does when its source has come to an end. */
public enum OnEnd {
    /** Exit with code 0. */
    EXIT,
    /** Stay, doing nothing, until asked to stop. */
    WAIT
}
