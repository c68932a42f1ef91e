package io.slipstream.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/** The schema registry could not be asked: it is down, slow, or failed inside. Trying again later may help. */
public final class RegistryUnavailableException extends RetriableException {

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
