package io.slipstream.trainer.checkpoint;

import java.util.regex.Pattern;

/**
 * A file of a model's checkpoints, named by its content.
 *
 * @param epoch lineage epoch of the trainer that wrote it, from 1
 * @param sha256 SHA-256 of its content, 64 lower-case hexadecimal digits
 * @param bytes its size
 */
public record Blob(long epoch, String sha256, long bytes) {

    /** The form of a SHA-256. */
    static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    public Blob {
        if (epoch < 1 || !NAME.matcher(sha256).matches() || bytes < 0) {
            throw new IllegalArgumentException("expected an epoch from 1, 64 hexadecimal digits and a size, found "
                    + epoch + ", '" + sha256 + "' and " + bytes);
        }
    }

    /** Its place below the model: {@code e<epoch>/<sha256>}. */
    String name() {
        return "e" + epoch + "/" + sha256;
    }
}
