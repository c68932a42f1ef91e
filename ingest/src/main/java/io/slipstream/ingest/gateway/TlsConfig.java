package io.slipstream.ingest.gateway;

import io.slipstream.schemas.config.Key;
import java.nio.file.Path;
import java.util.Optional;

/** HTTPS, and clients known by their certificates. */
public record TlsConfig(
        @Key(doc = "PKCS #12 file with the gateway's key and certificate; absent for plain HTTP.")
        Optional<Path> keystore,

        @Key(doc = "Password of the keystore.") Optional<String> keystorePassword,

        @Key(doc = "PKCS #12 file with the authorities of client certificates; needed where clients are asked for one.")
        Optional<Path> truststore,

        @Key(doc = "Password of the truststore.") Optional<String> truststorePassword,

        @Key(doc = "Whether a client must show a certificate, may show one, or is not asked.", value = "none")
        ClientCertificate clientCertificate) {

    /** What is asked of clients in the handshake. */
    public enum ClientCertificate {
        /** Nothing. */
        NONE,
        /** One may be shown. */
        WANTED,
        /** Without one there is no connection. */
        REQUIRED
    }

    public TlsConfig {
        if (keystore.isEmpty() && (truststore.isPresent() || clientCertificate != ClientCertificate.NONE)) {
            throw new IllegalArgumentException("keystore: needed for TLS");
        }
        if (truststore.isEmpty() && clientCertificate != ClientCertificate.NONE) {
            throw new IllegalArgumentException("truststore: needed to check client certificates");
        }
    }
}
