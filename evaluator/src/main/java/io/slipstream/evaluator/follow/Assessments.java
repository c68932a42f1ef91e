package io.slipstream.evaluator.follow;

import static java.util.Objects.requireNonNull;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.topic.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All assessments, asked one after the other. Not thread-safe. */
final class Assessments {

    private static final Logger log = LoggerFactory.getLogger(Assessments.class);

    private final List<Assessment<?>> all;

    Assessments(List<Assessment<?>> all) {
        this.all = List.copyOf(all);
    }

    /** How far the assessments have come with a snapshot. */
    enum Progress {
        /** None has said anything about it. */
        NONE,
        /** Some have, and some still want to. */
        SOME,
        /** None wants to say anything more. */
        ALL
    }

    List<String> names() {
        return all.stream().map(Assessment::name).toList();
    }

    /** Every topic that is written, once. */
    List<Topic<? extends SpecificRecord>> topics() {
        return all.stream()
                .<Topic<? extends SpecificRecord>>map(Assessment::topic)
                .distinct()
                .toList();
    }

    void open(TopicAccess topics) {
        all.forEach(assessment -> assessment.open(topics));
    }

    void refresh() {
        all.forEach(Assessment::refresh);
    }

    Progress progress(ModelSnapshot snapshot) {
        if (all.stream().noneMatch(assessment -> assessment.wants(snapshot))) {
            return Progress.ALL;
        }
        return all.stream().anyMatch(assessment -> assessment.hasAssessed(snapshot)) ? Progress.SOME : Progress.NONE;
    }

    /** Hands a record to every assessment of its topic. */
    <R extends SpecificRecord> void recall(Topic<R> topic, R found) {
        for (Assessment<?> assessment : all) {
            if (assessment.topic().equals(topic)) {
                ofTopic(topic, assessment).recall(found);
            }
        }
    }

    /** Equal topics hold the same type. */
    @SuppressWarnings("unchecked")
    private static <R extends SpecificRecord> Assessment<R> ofTopic(Topic<R> topic, Assessment<?> assessment) {
        requireNonNull(topic);
        return (Assessment<R>) assessment;
    }

    /** Whether some assessment would say something about the snapshot now. */
    boolean haveNews(ModelSnapshot snapshot) {
        return all.stream()
                .anyMatch(assessment ->
                        assessment.wants(snapshot) && assessment.obstacle().isEmpty());
    }

    /**
     * Lets every assessment that wants to look at the encoder, and publishes what each finds before the next begins.
     *
     * @return whether anything was published
     * @throws EncoderException if the encoder fails for one of them
     */
    boolean assess(ModelSnapshot snapshot, Encoder encoder, ModelHistory models, RecordPublisher publisher, Retry retry)
            throws EncoderException {
        boolean published = false;
        for (Assessment<?> assessment : all) {
            if (assessment.wants(snapshot)) {
                Optional<String> obstacle = assessment.obstacle();
                if (obstacle.isPresent()) {
                    passOver(snapshot, assessment, obstacle.get());
                } else {
                    published |= assess(assessment, snapshot, encoder, models, publisher, retry);
                }
            }
        }
        return published;
    }

    private static void passOver(ModelSnapshot snapshot, Assessment<?> assessment, String obstacle) {
        log.atWarn()
                .addKeyValue("snapshot", snapshot.getSnapshotId())
                .addKeyValue("assessment", assessment.name())
                .addKeyValue("reason", obstacle)
                .log("A snapshot goes without an assessment");
    }

    private <R extends SpecificRecord> boolean assess(
            Assessment<R> assessment,
            ModelSnapshot snapshot,
            Encoder encoder,
            ModelHistory models,
            RecordPublisher publisher,
            Retry retry)
            throws EncoderException {
        Optional<R> found = retry.call(
                "assessing " + snapshot.getSnapshotId() + " by " + assessment.name(),
                () -> assessment.assess(snapshot, encoder, models));
        if (found.isPresent()) {
            publisher.publish(assessment.topic().name(), assessment.key(found.get()), found.get());
            recall(assessment.topic(), found.get());
            assessment.report(found.get());
        }
        return found.isPresent();
    }
}
