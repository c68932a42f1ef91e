package io.slipstream.schemas.snapshot;

import java.io.IOException;

/** Other content was published under the same snapshot id. A published snapshot is never replaced. */
public final class SnapshotConflictException extends IOException {

    SnapshotConflictException(String message) {
        super(message);
    }
}
