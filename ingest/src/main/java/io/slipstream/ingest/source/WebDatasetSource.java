package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.s3.S3Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The images of WebDataset shards: tar files in which the files of one sample share their name up to its first dot and lie
 * next to each other. Images are handed on; annotations, such as {@code .cls} and {@code .json}, are not, but for the
 * fields that are to become tags.
 *
 * <p>Shards come in the order of the pattern and samples in the order of the shard: whoever makes shards has shuffled them.
 * Event time is when a shard was last modified. The position of an image is its shard and its number among the images of
 * that shard.
 */
public final class WebDatasetSource implements ImageSource {

    private final List<String> shards;
    private final ShardOpener opener;
    private final String key;
    private final Deque<RawImage> sample = new ArrayDeque<>();
    private int nextShard;
    private long toSkip;
    private @Nullable Shard shard;

    private WebDatasetSource(List<String> shards, ShardOpener opener, String key) {
        this.shards = shards;
        this.opener = opener;
        this.key = key;
    }

    /**
     * Opens the shards of a pattern on this machine.
     *
     * @param pattern names of tar files, with braces as in {@code shard-{000000..000123}.tar}
     * @param key source key of every image
     * @param tagNames fields of each sample's {@code .json} that become tags
     * @param cap as much of each file as is read
     * @param last position of the last image that was sent
     * @throws IOException if a shard is missing, the braces are wrong, or {@code last} is no position in one
     */
    public static ImageSource open(
            String pattern, String key, Set<String> tagNames, ByteSize cap, Optional<String> last) throws IOException {
        List<String> shards = shards(pattern);
        for (String shard : shards) {
            if (!Files.isReadable(Path.of(shard))) {
                throw new IOException("expected a shard, found nothing to read at " + shard);
            }
        }
        return after(last, new WebDatasetSource(shards, new LocalShards(tagNames, cap), key));
    }

    /**
     * Opens the shards of a pattern on servers. They are read while images are sent, a few images ahead; a connection that
     * breaks is made again, and goes on where it was.
     *
     * @param pattern http or https URLs, or {@code s3://BUCKET/KEY}, with braces as above
     * @param key source key of every image
     * @param tagNames fields of each sample's {@code .json} that become tags
     * @param urls how to fetch by http; its attempts hold for S3 too
     * @param s3 how to reach S3
     * @param ahead most images that are read ahead
     * @param cap as much of each file as is kept
     * @param last position of the last image that was sent
     * @param clock event time of shards whose server does not say when they were changed
     * @throws IOException if the braces are wrong, or {@code last} is no position in a shard; one that is missing is found
     *     when it is reached, and ends the source
     */
    public static ImageSource openRemote(
            String pattern,
            String key,
            Set<String> tagNames,
            UrlsConfig urls,
            S3Config s3,
            int ahead,
            ByteSize cap,
            Optional<String> last,
            Clock clock)
            throws IOException {
        List<String> shards = shards(pattern);
        ShardServer server = pattern.startsWith("s3:") ? S3Shards.of(s3) : new UrlShards(urls);
        try {
            ShardOpener opener = new RemoteShards(server, urls.attempts(), tagNames, cap, clock);
            return new ReadAhead(after(last, new WebDatasetSource(shards, opener, key)), ahead);
        } catch (IOException foreign) {
            server.close();
            throw foreign;
        }
    }

    private static WebDatasetSource after(Optional<String> last, WebDatasetSource source) throws IOException {
        if (last.isPresent()) {
            source.goAfter(last.get());
        }
        return source;
    }

    private static List<String> shards(String pattern) throws IOException {
        try {
            return ShardList.expand(pattern);
        } catch (IllegalArgumentException malformed) {
            throw new IOException(pattern + ": " + malformed.getMessage(), malformed);
        }
    }

    private void goAfter(String position) throws IOException {
        int space = position.lastIndexOf(' ');
        nextShard = shards.indexOf(position.substring(0, Math.max(0, space)));
        try {
            toSkip = Long.parseLong(position.substring(space + 1)) + 1;
        } catch (NumberFormatException other) {
            nextShard = -1;
        }
        if (nextShard < 0) {
            throw new IOException("expected a shard of this set and the number of an image, found '" + position + "'");
        }
    }

    @Override
    public Pull pull(Duration patience) throws IOException, InterruptedException {
        try {
            while (sample.isEmpty()) {
                if (shard == null && nextShard == shards.size()) {
                    return new Pull.End();
                }
                Shard current = shard != null ? shard : opener.open(shards.get(nextShard++));
                shard = current;
                SampleFiles files = current.next();
                if (files == null) {
                    closeShard();
                } else {
                    take(current, files);
                }
            }
            return new Pull.Image(sample.remove());
        } catch (UncheckedIOException damaged) {
            throw new IOException("The source cannot be read on: " + damaged.getMessage(), damaged);
        }
    }

    private void take(Shard current, SampleFiles files) {
        for (ImageFile file : files.images()) {
            RawImage image = current.image(file, files.tags(), key);
            if (toSkip > 0) {
                toSkip--;
            } else {
                sample.add(image);
            }
        }
    }

    private void closeShard() throws IOException {
        Shard done = shard;
        shard = null;
        toSkip = 0;
        if (done != null) {
            done.close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeShard();
        } finally {
            opener.close();
        }
    }
}
