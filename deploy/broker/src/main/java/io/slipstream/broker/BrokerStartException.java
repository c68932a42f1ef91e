package io.slipstream.broker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The embedded broker could not be started; the message names the port or directory and what to do about it. */
public final class BrokerStartException extends IOException {
    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static BrokerStartException portTaken(String role, int port, @Nullable Throwable cause) {
        return new BrokerStartException(
                "The %s port 127.0.0.1:%d is in use by another process: stop that process, or choose another port."
                        .formatted(role, port),
                cause);
    }
}
