package io.slipstream.ingest.source;

/** In which order the files of a directory or an archive are sent. */
public enum Order {
    /** Random, the same for the same seed: sets sorted by class or by day are correlated streams. */
    SHUFFLED,
    /** Names of a directory in natural order, an archive in its own: to play back a recording. */
    AS_IS
}
