package io.slipstream.schemas.snapshot;

/** An artifact that is not what its record announced: a file is missing, altered or misnamed. It must not be loaded. */
public final class CorruptSnapshotException extends Exception {

    CorruptSnapshotException(String message) {
        super(message);
    }
}
