package io.slipstream.ingest.gateway;

import io.slipstream.schemas.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.security.auth.x500.X500Principal;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request: by bearer token (RFC 6750), or by the client certificate of its connection. A token is looked up
 * by its hash, so the time this takes tells nothing about tokens that exist. Thread-safe.
 */
final class Authentication {

    private static final String SCHEME = "Bearer ";

    private final Map<String, Sender> byToken = new HashMap<>();
    private final Map<X500Principal, Sender> byCertificate = new HashMap<>();
    private final @Nullable Sender anyone;

    Authentication(Collection<SenderConfig> senders, LongSupplier nanos) {
        for (SenderConfig config : senders) {
            Sender sender = Sender.of(config, nanos);
            config.tokenSha256().ifPresent(hash -> byToken.put(hash, sender));
            config.certificate().ifPresent(subject -> byCertificate.put(new X500Principal(subject), sender));
        }
        this.anyone = senders.isEmpty() ? Sender.anyone(nanos) : null;
    }

    /** @throws ProblemException 401 if nobody known sends it */
    Sender of(Request request) throws ProblemException {
        if (anyone != null) {
            return anyone;
        }
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization == null) {
            Sender known = byCertificate(request);
            if (known == null) {
                throw new ProblemException(Problem.unauthorized("no bearer token", "Bearer"));
            }
            return known;
        }
        Sender known = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? byToken.get(hash(authorization.substring(SCHEME.length()).strip()))
                : null;
        if (known == null) {
            throw new ProblemException(
                    Problem.unauthorized("another token, or none", "Bearer error=\"invalid_token\""));
        }
        return known;
    }

    private @Nullable Sender byCertificate(Request request) {
        Object session =
                request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        if (!(session instanceof EndPoint.SslSessionData data)) {
            return null;
        }
        X509Certificate[] chain = data.peerCertificates();
        return chain == null || chain.length == 0 ? null : byCertificate.get(chain[0].getSubjectX500Principal());
    }

    private static String hash(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }
}
