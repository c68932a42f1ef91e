package io.slipstream.ingest.publish;

/** The broker or the registry stayed away longer than the service waits, or refused for good. The service stops. */
public final class UnavailableException extends Exception {

    UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
