package io.slipstream.schemas.serde;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry said no, in its own words: an incompatible schema, missing rights, an address that is not a
 * registry. Trying again does not help.
 */
public final class RegistryRefusedException extends KafkaException {

    RegistryRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
