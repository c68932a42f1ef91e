package io.slipstream.trainer.stream;

/** The topic no longer holds what was to be read next, and {@code intake.on-lost-data} is {@code fail}. */
public final class LostDataException extends RuntimeException {

    LostDataException(String message) {
        super(message);
    }
}
