package io.slipstream.evaluator.score;

import static java.util.Objects.requireNonNull;

import io.slipstream.evaluator.follow.TopicAccess;
import io.slipstream.evaluator.probe.Decodable;
import io.slipstream.evaluator.probe.GrowingSet;
import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.schemas.blob.BlobFetcher;
import io.slipstream.schemas.blob.RefusedBlobException;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.ProbeSample;
import io.slipstream.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A probe set that is collected from the topic probe-samples: its labels may come, change and go at any time.
 *
 * <p>Each refresh reads up to the end of the topic as it is when it begins. A record that cannot serve is logged with its
 * offset and left out, like a file that cannot be decoded. Not thread-safe.
 */
public final class TopicImages implements LabelledImages {

    private static final Logger log = LoggerFactory.getLogger(TopicImages.class);

    private final String name;
    private final String prefix;
    private final ImageLimits limits;
    private final GrowingSet images;
    private final Optional<BlobFetcher> store;
    private @Nullable TopicReader<ProbeSample> reader;
    private Optional<ProbeSet> current = Optional.empty();
    private boolean changed = true;

    /**
     * An empty set.
     *
     * @param config of source topic
     * @param seed of the sample
     * @param store where references lead to; without it a reference cannot be followed
     */
    public TopicImages(String name, ProbeSetConfig config, long seed, Optional<BlobFetcher> store) {
        this.name = name;
        this.prefix = name + "/";
        this.limits = config.image();
        this.images = new GrowingSet(name, config, seed);
        this.store = store;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open(TopicAccess topics) {
        reader = topics.reader(Topics.PROBE_SAMPLES);
    }

    @Override
    public void refresh() {
        TopicReader<ProbeSample> samples = requireNonNull(reader, "not opened");
        samples.read(this::take);
        if (changed && !images.isComplete()) {
            log.atInfo().addKeyValue("probeSet", name).log("Reading the labelled images again after a removal");
            samples.rewind();
            samples.read(this::take);
        }
        if (changed) {
            changed = false;
            current = images.set();
            log.atInfo()
                    .addKeyValue("probeSet", name)
                    .addKeyValue("labelled", images.size())
                    .addKeyValue("used", current.map(ProbeSet::size).orElse(0))
                    .log("Read labelled images");
        }
    }

    @Override
    public Optional<ProbeSet> current() {
        return current;
    }

    @Override
    public Optional<String> obstacle() {
        return images.obstacle();
    }

    private void take(long offset, @Nullable String key, @Nullable ProbeSample sample) throws IOException {
        if (key == null || !key.startsWith(prefix)) {
            return;
        }
        String sha256 = key.substring(prefix.length());
        changed = true;
        images.remove(sha256);
        if (sample == null) {
            return;
        }
        ImageFile file;
        try {
            file = file(sha256, sample);
        } catch (RefusedBlobException refused) {
            leaveOut(offset, key, refused.reason() + ": " + refused.getMessage());
            return;
        }
        Optional<String> obstacle = obstacle(sha256, sample, file);
        if (obstacle.isPresent()) {
            leaveOut(offset, key, obstacle.get());
        } else {
            images.put(file, sample.getLabel());
        }
    }

    private Optional<String> obstacle(String sha256, ProbeSample sample, ImageFile file) {
        if (sample.getLabel().isBlank()) {
            return Optional.of("expected a label, found none");
        }
        if (file.problem().isPresent()) {
            return file.problem();
        }
        String found = Sha256.of(file.bytes());
        if (!found.equals(sha256) || !found.equals(sample.getSha256())) {
            return Optional.of("expected bytes of SHA-256 " + sha256 + " as key and record say, found " + found);
        }
        return Decodable.obstacle(file, limits);
    }

    private ImageFile file(String sha256, ProbeSample sample) throws RefusedBlobException, IOException {
        ByteBuffer inline = sample.getBytes();
        BlobReference reference = sample.getReference();
        if (inline != null) {
            byte[] bytes = new byte[inline.remaining()];
            inline.duplicate().get(bytes);
            return file(sha256, bytes);
        }
        if (reference == null) {
            return unreadable(sha256, "expected image bytes or a reference to them, found neither");
        }
        if (store.isEmpty()) {
            return unreadable(sha256, "found a reference, and no claim-check section that names a store");
        }
        try {
            return file(sha256, store.get().fetch(reference));
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private ImageFile file(String sha256, byte[] bytes) {
        return bytes.length > limits.maxBytes().bytes()
                ? unreadable(sha256, "larger than " + limits.maxBytes())
                : new ImageFile(sha256, Optional.empty(), bytes.length, bytes, Optional.empty(), Optional.empty());
    }

    private static ImageFile unreadable(String sha256, String problem) {
        return new ImageFile(sha256, Optional.empty(), -1, new byte[0], Optional.empty(), Optional.of(problem));
    }

    private void leaveOut(long offset, String key, String reason) {
        log.atWarn()
                .addKeyValue("at", Topics.PROBE_SAMPLES.name() + "-0@" + offset)
                .addKeyValue("key", key)
                .addKeyValue("reason", reason)
                .log("Left an image out of the probe set");
    }
}
