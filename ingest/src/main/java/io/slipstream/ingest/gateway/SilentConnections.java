package io.slipstream.ingest.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes connections that wait too long with the next request: from their opening, or from the last answer, to the end of
 * a request's header. An idle timeout alone would be kept away for ever by a byte from time to time. Thread-safe.
 */
final class SilentConnections implements Connection.Listener {

    private final long patienceNanos;
    private final LongSupplier nanos;
    private final Map<Connection, Long> waitingSince = new ConcurrentHashMap<>();

    SilentConnections(Duration patience, LongSupplier nanos) {
        this.patienceNanos = patience.toNanos();
        this.nanos = nanos;
    }

    @Override
    public void onOpened(Connection connection) {
        // Below every connection with TLS lies one without requests of its own.
        if (!(connection instanceof SslConnection)) {
            waitingSince.put(connection, nanos.getAsLong());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        waitingSince.remove(connection);
    }

    /** The header of a request has come. */
    void requestBegins(Connection connection) {
        waitingSince.remove(connection);
    }

    /** A request was answered, the next one may follow. */
    void requestEnds(Connection connection) {
        waitingSince.put(connection, nanos.getAsLong());
        if (!connection.getEndPoint().isOpen()) {
            waitingSince.remove(connection);
        }
    }

    /** Closes what has waited too long; to be called from time to time. */
    void sweep() {
        long now = nanos.getAsLong();
        waitingSince.forEach((connection, since) -> {
            if (now - since > patienceNanos && waitingSince.remove(connection, since)) {
                connection.getEndPoint().close();
            }
        });
    }
}
