package io.slipstream.ingest.gateway;

import io.slipstream.schemas.service.ListenAddress;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ConnectionStatistics;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Sets up Jetty: HTTP/1.1, with TLS where it is configured, and with the gateway's limits. */
final class HttpServer {

    private static final int THREADS = 64;
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = 2;
    private static final int HEADER_BYTES = 16 << 10;

    private HttpServer() {}

    static Server create() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("gateway");
        Server server = new Server(threads);
        server.setErrorHandler(new Problems());
        return server;
    }

    /** Adds the address that is listened on once the server starts. */
    static ServerConnector listen(Server server, GatewayConfig config, SilentConnections connections) {
        ListenAddress address = ListenAddress.parse(config.listen());
        ServerConnector connector =
                new ServerConnector(server, null, null, null, ACCEPTORS, SELECTORS, protocols(config.tls()));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(config.upload().idleTimeout().toMillis());
        connector.addBean(connections);
        connector.addBean(new ConnectionStatistics());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(config.upload().maxConnections(), connector));
        return connector;
    }

    private static ConnectionFactory[] protocols(TlsConfig tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls.keystore().isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        // Cameras call the gateway by its address as often as by its name.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {new SslConnectionFactory(keys(tls), plain.getProtocol()), plain};
    }

    private static SslContextFactory.Server keys(TlsConfig tls) {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        keys.setKeyStorePath(tls.keystore().orElseThrow().toString());
        keys.setKeyStorePassword(tls.keystorePassword().orElse(""));
        tls.truststore().ifPresent(store -> keys.setTrustStorePath(store.toString()));
        tls.truststorePassword().ifPresent(keys::setTrustStorePassword);
        keys.setWantClientAuth(tls.clientCertificate() == TlsConfig.ClientCertificate.WANTED);
        keys.setNeedClientAuth(tls.clientCertificate() == TlsConfig.ClientCertificate.REQUIRED);
        return keys;
    }

    /** What Jetty itself refuses, a malformed request above all, in the words of the gateway. */
    private static final class Problems extends ErrorHandler {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            String code = status == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431
                    ? "header-too-large"
                    : status >= HttpStatus.INTERNAL_SERVER_ERROR_500 ? "defect" : "bad-request";
            Problem problem =
                    Problem.of(status, code, "the request could not be read: " + HttpStatus.getMessage(status));
            Exchange exchange = new Exchange(request, response, callback, System::nanoTime);
            exchange.at(Exchange.Stage.READ);
            exchange.answer(problem);
            return true;
        }
    }
}
