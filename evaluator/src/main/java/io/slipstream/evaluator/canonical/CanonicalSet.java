package io.slipstream.evaluator.canonical;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.ImageSet;
import io.slipstream.schemas.image.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the canonical images come from: a path that the operator keeps as it is, or a sample that was drawn once and is
 * kept as an archive.
 *
 * <p>A sample holds the images whose SHA-256 together with the seed has the smallest SHA-256: uniform over the distinct
 * images, and the same whatever their names, order and packing. Files that cannot be decoded are counted and left out.
 */
public final class CanonicalSet {

    private static final Logger log = LoggerFactory.getLogger(CanonicalSet.class);

    /** Fewer tell nothing about a space. */
    static final int MIN_IMAGES = 10;

    private final ImageLimits limits;
    private final int maxImages;
    private final long seed;
    private final NavigableMap<String, ImageFile> sample = new TreeMap<>();
    private int leftOut;

    private CanonicalSet(ImageLimits limits, int maxImages, long seed) {
        this.limits = limits;
        this.maxImages = maxImages;
        this.seed = seed;
    }

    /**
     * The canonical images: those of the configured path, else those kept in {@code kept}, else a sample of {@code others},
     * which is kept there from then on; empty if there is nothing to draw from.
     *
     * @param kept archive of a sample drawn before, or the place for it; written whole or not at all, and never replaced
     * @param others directories or archives to draw from
     * @throws CanonicalSetException if there are too few images, or they cannot be read
     * @throws IOException if the sample cannot be kept
     */
    public static Optional<CanonicalImages> open(CanonicalConfig config, Path kept, List<Path> others, long seed)
            throws IOException, CanonicalSetException {
        if (config.path().isPresent()) {
            return Optional.of(read(List.of(config.path().get()), config.image(), config.maxImages(), seed));
        }
        if (!Files.exists(kept)) {
            if (others.isEmpty()) {
                return Optional.empty();
            }
            CanonicalImages drawn = read(others, config.image(), config.maxImages(), seed);
            if (KeptArchive.write(kept, drawn.files())) {
                log.atInfo()
                        .addKeyValue("images", drawn.size())
                        .addKeyValue("from", others)
                        .addKeyValue("kept", kept)
                        .log("Drew the canonical images, which stay the same from now on");
            }
        }
        return Optional.of(read(List.of(kept), config.image(), Integer.MAX_VALUE, seed));
    }

    private static CanonicalImages read(List<Path> paths, ImageLimits limits, int maxImages, long seed)
            throws CanonicalSetException {
        CanonicalSet set = new CanonicalSet(limits, maxImages, seed);
        for (Path path : paths) {
            set.offerAll(path);
        }
        if (set.leftOut > 0) {
            log.atWarn()
                    .addKeyValue("paths", paths)
                    .addKeyValue("files", set.leftOut)
                    .log("Left files out of the canonical images");
        }
        if (set.sample.size() < MIN_IMAGES) {
            throw new CanonicalSetException("canonical images: expected at least " + MIN_IMAGES
                    + " different ones that can be decoded, found " + set.sample.size() + " in " + paths);
        }
        return CanonicalImages.of(set.sample.values(), limits);
    }

    private void offerAll(Path path) throws CanonicalSetException {
        try (ImageSet files = ImageSet.open(path, limits.maxBytes())) {
            while (files.hasNext()) {
                offer(files.next());
            }
        } catch (IOException | UncheckedIOException unreadable) {
            throw new CanonicalSetException(
                    "canonical images: cannot read " + path + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private void offer(ImageFile file) {
        if (!file.isComplete()) {
            leaveOut(file, file.problem().orElse("larger than " + limits.maxBytes()));
            return;
        }
        String key = Sha256.of((seed + " " + Sha256.of(file.bytes())).getBytes(StandardCharsets.US_ASCII));
        boolean full = sample.size() >= maxImages;
        if (sample.containsKey(key) || (full && key.compareTo(sample.lastKey()) > 0)) {
            return;
        }
        try {
            Images.decode(file.bytes(), limits);
        } catch (BadImageException bad) {
            leaveOut(file, bad.reason() + ": " + bad.getMessage());
            return;
        }
        sample.put(key, file);
        if (full) {
            sample.pollLastEntry();
        }
    }

    private void leaveOut(ImageFile file, String reason) {
        leftOut++;
        log.atDebug()
                .addKeyValue("file", file.path())
                .addKeyValue("reason", reason)
                .log("Left a file out of the canonical images");
    }
}
