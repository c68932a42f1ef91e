package io.slipstream.evaluator.probe;

import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a probe set from a directory or an archive, each file once.
 *
 * <p>Images that cannot be decoded or have no label are logged, counted and left out.
 */
public final class ProbeSetReader {

    private static final Logger log = LoggerFactory.getLogger(ProbeSetReader.class);

    /** One query and four images of the bank. */
    static final int MIN_PER_CLASS = 5;

    private final String name;
    private final ProbeSetConfig config;
    private final Path path;
    private final BalancedSample<ImageFile> sample;
    private int undecodable;
    private int unlabelled;

    private ProbeSetReader(String name, ProbeSetConfig config, long seed) {
        this.name = name;
        this.config = config;
        this.path = config.path().orElseThrow();
        this.sample = new BalancedSample<>(config.maxImages(), seed);
    }

    /**
     * Reads the set.
     *
     * @param name of the set in the scores
     * @param config of source path
     * @param seed of the sample that is taken when the set has more images than wanted
     * @throws ProbeSetException if the path cannot be read, or does not hold two classes of at least 5 decodable images
     *     each
     */
    public static ProbeSet read(String name, ProbeSetConfig config, long seed) throws ProbeSetException {
        return new ProbeSetReader(name, config, seed).read();
    }

    private ProbeSet read() throws ProbeSetException {
        try (ImageSet files = ImageSet.open(path, config.image().maxBytes())) {
            while (files.hasNext()) {
                offer(files.next());
            }
        } catch (IOException | UncheckedIOException unreadable) {
            throw new ProbeSetException(
                    key() + ".path: cannot read " + path + ": " + unreadable.getMessage(), unreadable);
        }
        if (undecodable + unlabelled > 0) {
            log.atWarn()
                    .addKeyValue("probeSet", name)
                    .addKeyValue("path", path)
                    .addKeyValue("undecodable", undecodable)
                    .addKeyValue("unlabelled", unlabelled)
                    .log("Left files out of the probe set");
        }
        Map<String, Collection<ImageFile>> byLabel = sample.byLabel();
        check(byLabel);
        return ProbeSet.of(name, byLabel, config.image());
    }

    private void offer(ImageFile file) {
        if (file.label().isEmpty()) {
            unlabelled++;
            return;
        }
        sample.offer(file.label().get(), () -> decodable(file) ? Optional.of(file) : Optional.empty());
    }

    private boolean decodable(ImageFile file) {
        Optional<String> obstacle = Decodable.obstacle(file, config.image());
        obstacle.ifPresent(reason -> leaveOut(file, reason));
        return obstacle.isEmpty();
    }

    private void leaveOut(ImageFile file, String reason) {
        undecodable++;
        log.atDebug()
                .addKeyValue("file", file.path())
                .addKeyValue("reason", reason)
                .log("Left a file out of the probe set");
    }

    private void check(Map<String, Collection<ImageFile>> byLabel) throws ProbeSetException {
        if (byLabel.size() < 2) {
            throw new ProbeSetException(
                    key() + ".path: " + path + ": expected labelled images in at least 2 folders, found "
                            + byLabel.size() + " with images " + byLabel.keySet());
        }
        List<String> tooFew = byLabel.entrySet().stream()
                .filter(entry -> entry.getValue().size() < MIN_PER_CLASS)
                .map(entry -> entry.getKey() + " (" + entry.getValue().size() + ")")
                .toList();
        if (!tooFew.isEmpty()) {
            throw new ProbeSetException(key() + ".path: " + path + ": expected at least " + MIN_PER_CLASS
                    + " decodable images of every class in a sample of at most " + config.maxImages()
                    + " images, found fewer of " + String.join(", ", tooFew));
        }
    }

    private String key() {
        return "probe-sets." + name;
    }
}
