package io.slipstream.ingest;

/** Where images come from. */
public enum SourceKind {
    /** The synthetic production line. */
    CAMERA,
    /** A directory or an archive, read once. */
    PATH,
    /** A directory, and what is put there later. */
    WATCH
}
