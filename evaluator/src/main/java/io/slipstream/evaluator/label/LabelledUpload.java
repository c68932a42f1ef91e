package io.slipstream.evaluator.label;

import io.slipstream.evaluator.EvaluatorConfig;
import io.slipstream.evaluator.probe.Decodable;
import io.slipstream.schemas.blob.BlobFetcherConfig;
import io.slipstream.schemas.blob.BlobStore;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.ImageSet;
import io.slipstream.schemas.record.ProbeSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Puts the labelled images of a directory or an archive on the topic, one file in memory at a time. */
final class LabelledUpload implements AutoCloseable {

    /** With a store, images above this go there, as those of the stream do by default. */
    private static final ByteSize INLINE = ByteSize.ofMiB(1);

    private final String probeSet;
    private final ImageLimits limits;
    private final LabelTopic topic;
    private final Optional<BlobStore> store;
    private final Clock clock;
    private final Map<String, String> labels = new HashMap<>();
    private int refused;

    private LabelledUpload(
            String probeSet, ImageLimits limits, LabelTopic topic, Optional<BlobStore> store, Clock clock) {
        this.probeSet = probeSet;
        this.limits = limits;
        this.topic = topic;
        this.store = store;
        this.clock = clock;
    }

    /**
     * An upload into one probe set.
     *
     * @throws IOException if the store of large images cannot be opened
     */
    static LabelledUpload open(
            String probeSet, ImageLimits limits, EvaluatorConfig config, LabelTopic topic, Clock clock)
            throws IOException {
        Optional<BlobStore> store = Optional.empty();
        if (config.claimCheck().isPresent()) {
            BlobFetcherConfig where = config.claimCheck().get();
            store = Optional.of(BlobStore.open(where.store(), where.s3()));
        }
        return new LabelledUpload(probeSet, limits, topic, store, clock);
    }

    /**
     * Uploads every image of the set and waits until the broker has them.
     *
     * @param label of all images; the name of each one's folder if empty
     * @param complain is told of every file that is refused: its path, and why
     * @throws IOException if the set cannot be read on, or the store cannot take an image
     */
    void upload(Path set, Optional<String> label, BiConsumer<String, String> complain) throws IOException {
        try (ImageSet files = ImageSet.open(set, limits.maxBytes())) {
            while (files.hasNext()) {
                ImageFile file = files.next();
                Optional<String> obstacle = put(file, label.or(file::label));
                obstacle.ifPresent(reason -> {
                    refused++;
                    complain.accept(file.path(), reason);
                });
            }
        } catch (UncheckedIOException unreadable) {
            throw new IOException(set + ": " + unreadable.getMessage(), unreadable);
        }
        topic.flush();
    }

    private Optional<String> put(ImageFile file, Optional<String> label) throws IOException {
        if (label.isEmpty() || label.get().isBlank()) {
            return Optional.of("expected a folder that names its class, or --label");
        }
        Optional<String> obstacle = Decodable.obstacle(file, limits);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        String sha256 = Sha256.of(file.bytes());
        String before = labels.putIfAbsent(sha256, label.get());
        if (before != null) {
            return before.equals(label.get())
                    ? Optional.empty()
                    : Optional.of("the same image is there with the label " + before);
        }
        topic.put(sample(file, sha256, label.get()));
        return Optional.empty();
    }

    private ProbeSample sample(ImageFile file, String sha256, String label) throws IOException {
        ProbeSample.Builder sample = ProbeSample.newBuilder()
                .setProbeSet(probeSet)
                .setSha256(sha256)
                .setLabel(label)
                .setTime(clock.instant());
        if (store.isPresent() && file.bytes().length > INLINE.bytes()) {
            return sample.setReference(store.get().put(file.bytes(), sha256)).build();
        }
        return sample.setBytes(ByteBuffer.wrap(file.bytes())).build();
    }

    /** Different images that were sent, by label. */
    Map<String, Integer> sent() {
        Map<String, Integer> counts = new TreeMap<>();
        labels.values().forEach(label -> counts.merge(label, 1, Integer::sum));
        return counts;
    }

    /** Files that were refused. */
    int refused() {
        return refused;
    }

    @Override
    public void close() {
        store.ifPresent(BlobStore::close);
    }
}
