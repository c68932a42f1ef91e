package io.slipstream.ingest.source;

import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageSet;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open WebDataset shard, read sample by sample. Not thread-safe. */
final class Shard implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(Shard.class);

    private final String name;
    private final String shown;
    private final Set<String> tagNames;
    private final Instant modified;
    private final ImageSet files;
    private @Nullable ImageFile ahead;
    private long images;
    private long samplesWithoutImage;

    /**
     * A shard at its beginning.
     *
     * @param name as the pattern has it
     * @param shown its name for people
     * @param tagNames fields of a sample's {@code .json} that become tags
     * @param modified when it was last changed
     * @param files what it holds; closed with it
     */
    Shard(String name, String shown, Set<String> tagNames, Instant modified, ImageSet files) {
        this.name = name;
        this.shown = shown;
        this.tagNames = tagNames;
        this.modified = modified;
        this.files = files;
        this.ahead = read();
    }

    /** The files of the next sample; null at the end. */
    @Nullable
    SampleFiles next() {
        ImageFile first = ahead;
        if (first == null) {
            return null;
        }
        String base = SampleFiles.base(first.path());
        SampleFiles sample = new SampleFiles(tagNames);
        for (ImageFile file = first;
                file != null && SampleFiles.base(file.path()).equals(base);
                file = read()) {
            sample.add(file);
        }
        samplesWithoutImage += sample.images().isEmpty() ? 1 : 0;
        return sample;
    }

    private @Nullable ImageFile read() {
        ahead = files.hasNext() ? files.next() : null;
        return ahead;
    }

    /** The next image of the shard as an input; its position is the shard and its number among the images. */
    RawImage image(ImageFile file, Map<String, String> tags, String key) {
        String position = name + " " + images++;
        return new RawImage(
                key, modified, tags, shown + "!/" + file.path(), position, file.size(), file.bytes(), file.problem());
    }

    @Override
    public void close() throws IOException {
        if (samplesWithoutImage > 0) {
            log.atWarn()
                    .addKeyValue("shard", shown)
                    .addKeyValue("samples", samplesWithoutImage)
                    .log("Passed over samples without an image");
        }
        files.close();
    }
}
