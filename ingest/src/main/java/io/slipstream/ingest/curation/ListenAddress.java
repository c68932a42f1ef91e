package io.slipstream.ingest.curation;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host name or address; of IPv6 in brackets
 * @param port 0 for any free one
 */
record ListenAddress(String host, int port) {

    private static final String FORM = "listen: HOST:PORT, port 0 for any free one, or none";
    private static final Pattern PATTERN = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");

    /** Reads an address; nothing for the word none. */
    static Optional<ListenAddress> parse(String text) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
            throw new IllegalArgumentException(FORM);
        }
        return Optional.of(new ListenAddress(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }
}
