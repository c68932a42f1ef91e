package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The images that a list of URLs names, one in each line, in the order of the list.
 *
 * <p>Event time is when the server says an image was last changed, or else when it was fetched. The position of an image
 * is its line, by number and text. An image that cannot be had is handed on as unreadable.
 */
public final class UrlSource {

    private final Path list;
    private final String key;
    private final UrlFetch fetch;
    private final Clock clock;

    private UrlSource(Path list, String key, UrlFetch fetch, Clock clock) {
        this.list = list;
        this.key = key;
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * Opens a list.
     *
     * @param key source key of every image
     * @param fetchers fetches at a time
     * @param cap as much of each image as is received
     * @param last position of the last image that was sent
     * @throws IOException if there is no list, or one that has changed where it was read already
     */
    public static ImageSource open(
            Path list, String key, UrlsConfig config, int fetchers, ByteSize cap, Optional<String> last, Clock clock)
            throws IOException {
        UrlSource source = new UrlSource(list, key, new UrlFetch(config, Math.toIntExact(cap.bytes())), clock);
        UrlList lines = UrlList.open(list, last);
        Stream<UrlList.Line> all = StreamSupport.stream(((Iterable<UrlList.Line>) () -> lines).spliterator(), false);
        Iterator<Callable<RawImage>> fetches =
                all.<Callable<RawImage>>map(line -> () -> source.image(line)).iterator();
        return new FetchSource(fetches, fetchers, lines);
    }

    private RawImage image(UrlList.Line line) throws InterruptedException {
        String origin = list + ":" + line.number();
        try {
            URI url = new URI(line.url());
            origin += " " + WebServers.shown(url);
            UrlFetch.Fetched image = fetch.fetch(url);
            return RawImage.of(
                    key,
                    image.modified().orElseGet(clock::instant),
                    origin,
                    line.position(),
                    image.size(),
                    image.bytes());
        } catch (URISyntaxException malformed) {
            return RawImage.unreadable(key, clock.instant(), origin, line.position(), -1, "not a URL");
        } catch (IOException failed) {
            return RawImage.unreadable(
                    key, clock.instant(), origin, line.position(), -1, String.valueOf(failed.getMessage()));
        }
    }
}
