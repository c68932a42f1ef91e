package io.slipstream.schemas.blob;

import org.apache.kafka.common.errors.RetriableException;

/** A store that cannot be read for now: worth a retry, the record is not to blame. */
public final class StoreAwayException extends RetriableException {

    StoreAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
