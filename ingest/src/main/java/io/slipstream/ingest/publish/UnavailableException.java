package io.slipstream.ingest.publish;

/** The broker, the registry or the store of large images stayed away longer than the service waits, or refused for good. The service stops. */
public final class UnavailableException extends Exception {

    UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
