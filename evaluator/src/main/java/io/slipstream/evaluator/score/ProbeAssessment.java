package io.slipstream.evaluator.score;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.follow.Assessment;
import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.evaluator.follow.TopicAccess;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.schemas.record.LinearScore;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores every snapshot on one labelled probe set, under the key {@code snapshotId/probeSet}.
 *
 * <p>A score is done when it was made under the present suite. Not thread-safe.
 */
public final class ProbeAssessment implements Assessment<ProbeScore> {

    private static final Logger log = LoggerFactory.getLogger(ProbeAssessment.class);

    private final LabelledImages images;
    private final ProbeSettings settings;
    private final int batchSize;
    private final Clock clock;
    private final ScoreHistory history;
    private @Nullable Suite suite;

    /**
     * The scores on one probe set.
     *
     * @param batchSize images that go through the encoder at once
     * @param history of all probe sets; this assessment adds to it
     */
    public ProbeAssessment(
            LabelledImages images, ProbeSettings settings, int batchSize, Clock clock, ScoreHistory history) {
        this.images = images;
        this.settings = settings;
        this.batchSize = batchSize;
        this.clock = clock;
        this.history = history;
    }

    @Override
    public String name() {
        return "probe set " + images.name();
    }

    @Override
    public Topic<ProbeScore> topic() {
        return Topics.PROBE_SCORES;
    }

    @Override
    public String key(ProbeScore score) {
        return score.getSnapshotId() + "/" + score.getProbeSet();
    }

    @Override
    public void recall(ProbeScore score) {
        history.add(score);
    }

    @Override
    public void open(TopicAccess topics) {
        images.open(topics);
    }

    @Override
    public void refresh() {
        images.refresh();
    }

    @Override
    public Optional<String> obstacle() {
        return images.obstacle();
    }

    @Override
    public boolean hasAssessed(ModelSnapshot snapshot) {
        return history.score(images.name(), snapshot.getSnapshotId()).isPresent();
    }

    @Override
    public boolean wants(ModelSnapshot snapshot) {
        Optional<String> present = suite().map(Suite::hash);
        return history.score(images.name(), snapshot.getSnapshotId())
                .filter(known -> present.isEmpty() || known.suite().equals(present.get()))
                .isEmpty();
    }

    /** The suite of the images as they are. */
    private Optional<Suite> suite() {
        Optional<ProbeSet> present = images.current();
        if (present.isEmpty()) {
            return Optional.empty();
        }
        Suite known = suite;
        if (known == null || known.probeSet() != present.get()) {
            known = new Suite(present.get(), settings);
            suite = known;
        }
        return Optional.of(known);
    }

    @Override
    public Optional<ProbeScore> assess(ModelSnapshot snapshot, Encoder encoder, ModelHistory models)
            throws EncoderException {
        Optional<Suite> present = suite();
        return present.isEmpty() ? Optional.empty() : Optional.of(score(snapshot, encoder, present.get()));
    }

    private ProbeScore score(ModelSnapshot snapshot, Encoder encoder, Suite present) throws EncoderException {
        ProbeSet probeSet = present.probeSet();
        long start = clock.millis();
        Embeddings embeddings = encoder.embedAll(probeSet.size(), batchSize, probeSet::pixels);
        long embedMillis = clock.millis() - start;
        return present.measure(embeddings)
                .setSnapshotId(snapshot.getSnapshotId())
                .setModelId(snapshot.getModelId())
                .setStep(snapshot.getStep())
                .setImagesSeen(snapshot.getImagesSeen())
                .setEmbedMillis(embedMillis)
                .setTime(clock.instant())
                .build();
    }

    @Override
    public void report(ProbeScore score) {
        Optional<Double> baseline = history.baseline(score.getModelId(), score.getProbeSet(), score.getSuite())
                .map(ScoreHistory.Known::knnTop1);
        LinearScore linear = score.getLinear();
        log.atInfo()
                .addKeyValue("snapshot", score.getSnapshotId())
                .addKeyValue("probeSet", score.getProbeSet())
                .addKeyValue("step", score.getStep())
                .addKeyValue("knnTop1", percent(score.getKnnTop1()))
                .addKeyValue("interval", percent(score.getKnnLow()) + " to " + percent(score.getKnnHigh()))
                .addKeyValue("linear", linear == null ? "off" : percent(linear.getTop1()))
                .addKeyValue("baseline", baseline.map(ProbeAssessment::percent).orElse("unknown"))
                .addKeyValue("rankMe", String.format(Locale.ROOT, "%.1f", score.getRankMe()))
                .addKeyValue("collapseLevel", String.format(Locale.ROOT, "%.3f", score.getCollapseLevel()))
                .addKeyValue("embedMillis", score.getEmbedMillis())
                .log("Scored a snapshot");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }
}
