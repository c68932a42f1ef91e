package io.slipstream.ingest;

/** Where images come from. */
public enum SourceKind {
    /** The synthetic production line. */
    CAMERA,
    /** A directory or an archive, read once. */
    PATH,
    /** A directory, and what is put there later. */
    WATCH,
    /** Tar files in which the files of a sample share a name. */
    WEBDATASET,
    /** A list of http and https addresses. */
    URLS,
    /** The objects of a bucket whose keys start alike. */
    S3,
    /** Frames on standard input. */
    STDIN
}
