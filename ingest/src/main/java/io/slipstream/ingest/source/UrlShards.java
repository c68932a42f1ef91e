package io.slipstream.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shards by http and https. Thread-safe. */
final class UrlShards implements ShardServer {

    /** RFC 9110, 14.4. */
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final UrlsConfig config;
    private final WebServers servers;

    UrlShards(UrlsConfig config) {
        this.config = config;
        this.servers = new WebServers(config);
    }

    @Override
    public Part open(String name, long from, Optional<String> version) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "*/*", "Accept-Encoding", "identity"));
        if (from > 0) {
            headers.put(WebServers.RANGE, "bytes=" + from + "-");
            version.ifPresent(same -> headers.put("If-Range", same));
        }
        HttpResponse<InputStream> answer = servers.ask(url(name), headers, StreamedBody.handler(config.timeout()));
        return answer.statusCode() == 206 ? rest(answer) : whole(answer);
    }

    private static Part whole(HttpResponse<InputStream> answer) {
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        return new Part(answer.body(), 0, length, WebServers.lastModified(answer), version(answer.headers()));
    }

    private static Part rest(HttpResponse<InputStream> answer) throws IOException {
        String range = answer.headers().firstValue("Content-Range").orElse("");
        Matcher parts = CONTENT_RANGE.matcher(range);
        if (!parts.matches()) {
            answer.body().close();
            throw new IOException("the server answered with the range '" + range + "'");
        }
        long length = parts.group(2).equals("*") ? -1 : Long.parseLong(parts.group(2));
        return new Part(
                answer.body(),
                Long.parseLong(parts.group(1)),
                length,
                WebServers.lastModified(answer),
                version(answer.headers()));
    }

    /** A strong entity tag; a weak one, or a date, may stay the same while the bytes do not. */
    private static Optional<String> version(HttpHeaders headers) {
        return headers.firstValue("ETag").filter(tag -> tag.startsWith("\""));
    }

    private static URI url(String name) throws IOException {
        try {
            return new URI(name);
        } catch (URISyntaxException malformed) {
            throw new IOException("not a URL", malformed);
        }
    }

    @Override
    public String shown(String name) {
        try {
            return WebServers.shown(new URI(name));
        } catch (URISyntaxException malformed) {
            return "a shard whose address is no URL";
        }
    }

    @Override
    public void close() {
        // The client's connections end by themselves.
    }
}
