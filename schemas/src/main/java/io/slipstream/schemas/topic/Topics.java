package io.slipstream.schemas.topic;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DriftAnchor;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeSample;
import io.slipstream.schemas.record.ProbeScore;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.topic.Topic.Cleanup;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Every topic of the pipeline, declared once. */
public final class Topics {

    /** Room for the largest image allowed by default, 10 MiB, and the rest of its record. */
    static final ByteSize IMAGE_MESSAGE = ByteSize.ofMiB(11);

    private static final ByteSize REPORT_MESSAGE = ByteSize.ofMiB(1);
    private static final Duration IMAGE_RETENTION = Duration.ofDays(7);
    private static final Duration REPORT_RETENTION = Duration.ofDays(30);
    /** As Kafka writes it: a retention of -1 ms. */
    private static final Duration FOR_EVER = Duration.ofMillis(-1);

    private static final Duration REQUEST_RETENTION = Duration.ofDays(7);

    /** Images as sources sent them, before curation. */
    public static final Topic<ImageSample> IMAGES_RAW =
            expiring("images.raw", "source key", ImageSample.class, 4, IMAGE_RETENTION, IMAGE_MESSAGE);

    /** Images the trainer learns from. */
    public static final Topic<ImageSample> IMAGES =
            expiring("images", "source key", ImageSample.class, 4, IMAGE_RETENTION, IMAGE_MESSAGE);

    /** Refused inputs with their reasons. */
    public static final Topic<DeadLetter> IMAGES_DEAD_LETTER =
            expiring("images.dead-letter", "source key", DeadLetter.class, 1, REPORT_RETENTION, IMAGE_MESSAGE);

    /** Announcements of published snapshots, in order. */
    public static final Topic<ModelSnapshot> MODEL_SNAPSHOTS =
            compacted("model-snapshots", "snapshot id", ModelSnapshot.class);

    /** From where each model's training goes on after a stop, and which trainer it belongs to. */
    public static final Topic<TrainingCheckpoint> MODEL_CHECKPOINTS =
            compacted("model-checkpoints", "checkpoint id, or model id of a claim", TrainingCheckpoint.class);

    /** How training goes. */
    public static final Topic<TrainingMetrics> TRAINING_METRICS =
            expiring("training-metrics", "model id", TrainingMetrics.class, 1, REPORT_RETENTION, REPORT_MESSAGE);

    /** Scores of snapshots on probe sets. */
    public static final Topic<ProbeScore> PROBE_SCORES =
            compacted("probe-scores", "snapshot id and probe set", ProbeScore.class);

    /** Labelled images of the probe sets that grow; the trainer has no business here. */
    public static final Topic<ProbeSample> PROBE_SAMPLES = new Topic<>(
            "probe-samples",
            "probe set and SHA-256 of the image",
            ProbeSample.class,
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            IMAGE_MESSAGE);

    /** What is known of snapshots without labels. */
    public static final Topic<SnapshotReport> SNAPSHOT_REPORTS =
            compacted("snapshot-reports", "snapshot id", SnapshotReport.class);

    /** How far the stream has moved. */
    public static final Topic<DriftReport> DRIFT_REPORTS =
            expiring("drift-reports", "source key", DriftReport.class, 1, REPORT_RETENTION, REPORT_MESSAGE);

    /** From when on the watchers of the stream compare: the newest request of each. */
    public static final Topic<DriftAnchor> DRIFT_ANCHORS =
            compacted("drift-anchors", "application id", DriftAnchor.class);

    /** What running trainers are asked to do, in order. */
    public static final Topic<TrainingRequest> TRAINING_REQUESTS =
            expiring("training-requests", "model id", TrainingRequest.class, 1, REQUEST_RETENTION, REPORT_MESSAGE);

    /** Which snapshot each channel serves: the newest decision of each channel, and those not yet compacted. */
    public static final Topic<ChannelPointer> MODEL_CHANNELS =
            compacted("model-channels", "model id and channel", ChannelPointer.class);

    /** Every decision on every channel, kept for ever; written in one transaction with {@link #MODEL_CHANNELS}. */
    public static final Topic<ChannelPointer> MODEL_DECISIONS =
            expiring("model-decisions", "model id and channel", ChannelPointer.class, 1, FOR_EVER, REPORT_MESSAGE);

    /** What promoters are asked to do, in order; kept for ever as the evidence of the decisions that answer. */
    public static final Topic<ChannelRequest> CHANNEL_REQUESTS =
            expiring("channel-requests", "model id", ChannelRequest.class, 1, FOR_EVER, REPORT_MESSAGE);

    private Topics() {}

    /** All of them, that of images with so many partitions. */
    public static List<Topic<?>> all(int imagePartitions) {
        return all().stream()
                .<Topic<?>>map(topic -> topic.equals(IMAGES) ? IMAGES.partitioned(imagePartitions) : topic)
                .toList();
    }

    /** All of them, in the order of the data flow. */
    public static List<Topic<?>> all() {
        return List.of(
                IMAGES_RAW,
                IMAGES,
                IMAGES_DEAD_LETTER,
                TRAINING_METRICS,
                MODEL_CHECKPOINTS,
                MODEL_SNAPSHOTS,
                PROBE_SAMPLES,
                PROBE_SCORES,
                SNAPSHOT_REPORTS,
                DRIFT_REPORTS,
                DRIFT_ANCHORS,
                TRAINING_REQUESTS,
                MODEL_CHANNELS,
                MODEL_DECISIONS,
                CHANNEL_REQUESTS);
    }

    /**
     * Checks that a topic is not one of the pipeline's that hold something else than images to learn from.
     *
     * @param key configuration key that names the topic
     * @throws IllegalArgumentException with the key and what is allowed
     */
    public static void requireImages(String key, String topic) {
        boolean other = all().stream()
                .anyMatch(known ->
                        known.name().equals(topic) && !known.valueType().equals(ImageSample.class));
        if (other) {
            throw new IllegalArgumentException(key + ": a topic of images, not one that carries other records");
        }
    }

    private static <V extends SpecificRecord> Topic<V> expiring(
            String name, String key, Class<V> type, int partitions, Duration retention, ByteSize maxMessage) {
        return new Topic<>(name, key, type, partitions, Cleanup.DELETE, retention, maxMessage);
    }

    private static <V extends SpecificRecord> Topic<V> compacted(String name, String key, Class<V> type) {
        return new Topic<>(name, key, type, 1, Cleanup.COMPACT, Duration.ZERO, REPORT_MESSAGE);
    }
}
