package io.slipstream.schemas.service;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where a server listens.
 *
 * @param host name or address, an IPv6 one in brackets
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {

    /** What a configuration may say. */
    public static final String FORM = "an address and a port, for instance 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080";

    /**
     * The address of a text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ListenAddress parse(String text) {
        URI uri = URI.create("http://" + text);
        String host = uri.getHost();
        if (host == null || uri.getPort() < 0 || uri.getPort() > 65_535 || !text.equals(host + ":" + uri.getPort())) {
            throw new IllegalArgumentException("expected " + FORM + ", found '" + text + "'");
        }
        return new ListenAddress(host, uri.getPort());
    }

    /** Whether only this machine can connect. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** The socket to bind. */
    public InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }
}
