package io.slipstream.ingest.gateway;

import io.slipstream.ingest.pace.Rate;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** Who may send, from which sources, and how much. */
public record SenderConfig(
        @Key(doc = "Name of the sender in metrics, logs and dead letters.", allowed = "1 to 64 of A-Z a-z 0-9 . _ -")
        String name,

        @Key(
                doc = "SHA-256 of the sender's bearer token: `printf %s \"$TOKEN\" | sha256sum`.",
                allowed = "64 hexadecimal digits")
        Optional<String> tokenSha256,

        @Key(doc = "Subject of the sender's client certificate, as in RFC 2253: `CN=gate-7,O=Example`.")
        Optional<String> certificate,

        @Key(
                doc = "Source keys the sender may send from; one that ends in `*` allows all that begin so. A sender of"
                        + " exactly one key need not name it.")
        List<String> sources,

        @Key(
                doc = "Most images per second; a second's worth may come at once.",
                value = "unlimited",
                allowed = Rate.FORM)
        String rate,

        @Key(doc = "Most bytes per second; absent for no limit.", min = 1024)
        Optional<ByteSize> bytesPerSecond) {

    public SenderConfig {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("name: 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        certificate.ifPresent(SenderConfig::requireName);
        if (tokenSha256.isPresent() == certificate.isPresent()) {
            throw new IllegalArgumentException("token-sha256: either this or certificate");
        }
        tokenSha256 = tokenSha256.map(hash -> hash.toLowerCase(Locale.ROOT));
        if (tokenSha256.isPresent() && !tokenSha256.get().matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("token-sha256: 64 hexadecimal digits");
        }
        if (sources.isEmpty() || !sources.stream().allMatch(SourcePattern::isValid)) {
            throw new IllegalArgumentException(
                    "sources: at least one source key of A-Z a-z 0-9 . _ : / -, or the beginning of some and a *");
        }
        sources = List.copyOf(sources);
        try {
            Rate.parse(rate);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rate: " + Rate.FORM, e);
        }
    }

    /** @throws IllegalArgumentException if two senders could not be told apart */
    static void requireDistinct(List<SenderConfig> senders) {
        Set<String> known = new HashSet<>();
        for (SenderConfig sender : senders) {
            String proof =
                    sender.tokenSha256.orElseGet(() -> new X500Principal(sender.certificate.orElseThrow()).getName());
            if (!known.add("name " + sender.name) || !known.add(proof)) {
                throw new IllegalArgumentException("senders: distinct names, tokens and certificates");
            }
        }
    }

    private static void requireName(String certificate) {
        try {
            new X500Principal(certificate);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("certificate: a subject such as CN=gate-7,O=Example", malformed);
        }
    }
}
