package io.slipstream.trainer.checkpoint;

/**
 * A checkpoint that is not what was announced: a file is missing, altered or not understood. Trying again does not help;
 * an earlier checkpoint may.
 */
public final class CorruptCheckpointException extends Exception {

    private static final long serialVersionUID = 1L;

    CorruptCheckpointException(String message) {
        super(message);
    }

    CorruptCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
