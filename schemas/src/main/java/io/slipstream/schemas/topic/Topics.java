package io.slipstream.schemas.topic;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
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

    /** How far the stream has moved. */
    public static final Topic<DriftReport> DRIFT_REPORTS = expiring(
            "drift-reports", "source key and detector", DriftReport.class, 1, REPORT_RETENTION, REPORT_MESSAGE);

    /** What running trainers are asked to do, in order. */
    public static final Topic<TrainingRequest> TRAINING_REQUESTS =
            expiring("training-requests", "model id", TrainingRequest.class, 1, REQUEST_RETENTION, REPORT_MESSAGE);

    /** Which snapshot each channel serves. */
    public static final Topic<ChannelPointer> MODEL_CHANNELS =
            compacted("model-channels", "model id and channel", ChannelPointer.class);

    private Topics() {}

    /** All of them, in the order of the data flow. */
    public static List<Topic<?>> all() {
        return List.of(
                IMAGES_RAW,
                IMAGES,
                IMAGES_DEAD_LETTER,
                TRAINING_METRICS,
                MODEL_CHECKPOINTS,
                MODEL_SNAPSHOTS,
                PROBE_SCORES,
                DRIFT_REPORTS,
                TRAINING_REQUESTS,
                MODEL_CHANNELS);
    }

    private static <V extends SpecificRecord> Topic<V> expiring(
            String name, String key, Class<V> type, int partitions, Duration retention, ByteSize maxMessage) {
        return new Topic<>(name, key, type, partitions, Cleanup.DELETE, retention, maxMessage);
    }

    private static <V extends SpecificRecord> Topic<V> compacted(String name, String key, Class<V> type) {
        return new Topic<>(name, key, type, 1, Cleanup.COMPACT, Duration.ZERO, REPORT_MESSAGE);
    }
}
