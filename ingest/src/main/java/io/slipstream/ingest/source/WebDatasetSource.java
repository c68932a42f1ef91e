package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final String key;
    private final Set<String> tagNames;
    private final ByteSize cap;
    private final Deque<RawImage> sample = new ArrayDeque<>();
    private int nextShard;
    private long toSkip;
    private @Nullable Shard shard;

    private WebDatasetSource(List<String> shards, String key, Set<String> tagNames, ByteSize cap) {
        this.shards = shards;
        this.key = key;
        this.tagNames = tagNames;
        this.cap = cap;
    }

    /**
     * Opens the shards of a pattern.
     *
     * @param pattern names of tar files, with braces as in {@code shard-{000000..000123}.tar}
     * @param key source key of every image
     * @param tagNames fields of each sample's {@code .json} that become tags
     * @param cap as much of each file as is read
     * @param last position of the last image that was sent
     * @throws IOException if a shard is missing, the braces are wrong, or {@code last} is no position in one
     */
    public static WebDatasetSource open(
            String pattern, String key, Set<String> tagNames, ByteSize cap, Optional<String> last) throws IOException {
        List<String> shards = shards(pattern);
        for (String shard : shards) {
            if (!Files.isReadable(Path.of(shard))) {
                throw new IOException("expected a shard, found nothing to read at " + shard);
            }
        }
        WebDatasetSource source = new WebDatasetSource(shards, key, tagNames, cap);
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
    public Pull pull(Duration patience) throws IOException {
        try {
            while (sample.isEmpty()) {
                if (shard == null && nextShard == shards.size()) {
                    return new Pull.End();
                }
                Shard current = shard != null ? shard : Shard.open(shards.get(nextShard++), tagNames, cap);
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
        closeShard();
    }
}
