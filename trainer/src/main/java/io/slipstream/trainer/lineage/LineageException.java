package io.slipstream.trainer.lineage;

import org.jspecify.annotations.Nullable;

/**
 * The writer of a lineage can publish nothing more: the broker refused for good, or stayed away for longer than the
 * writer waits. Stop; the next start goes on from the last checkpoint that was committed.
 */
public sealed class LineageException extends RuntimeException permits FencedException {

    LineageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
