package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.follow.Assessments.Progress;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.evaluator.topic.UnavailableException;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ModelSnapshot;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluator's loop: read what was announced, load what is worth it, hand it to the assessments, for ever.
 *
 * <p>Announcements are read up to the end of the topic before each choice, so that the newest snapshot is known. A stop
 * lets the snapshot in hand be assessed and published first. Runs once, on one thread.
 */
final class SnapshotFollower {

    private static final Logger log = LoggerFactory.getLogger(SnapshotFollower.class);

    private static final Duration IDLE_WAIT = Duration.ofSeconds(1);

    private final TopicReader<ModelSnapshot> snapshots;
    private final TopicReader<ChannelPointer> channels;
    private final VerifiedEncoders encoders;
    private final Assessments assessments;
    private final RecordPublisher publisher;
    private final Retry retry;
    private final StopSignal stop;
    private final Backlog backlog;
    private final ModelHistory models = new ModelHistory();
    /** Baselines among these are kept up to date; one before the start of a lineage is not. */
    private final Set<String> compared = new HashSet<>();

    private long scored;
    private long refused;

    SnapshotFollower(
            TopicReader<ModelSnapshot> snapshots,
            TopicReader<ChannelPointer> channels,
            VerifiedEncoders encoders,
            Assessments assessments,
            RecordPublisher publisher,
            Retry retry,
            StopSignal stop,
            Backlog backlog) {
        this.snapshots = snapshots;
        this.channels = channels;
        this.encoders = encoders;
        this.assessments = assessments;
        this.publisher = publisher;
        this.retry = retry;
        this.stop = stop;
        this.backlog = backlog;
    }

    /**
     * Follows the snapshots until it is asked to stop.
     *
     * @throws UnavailableException if something outside did not answer for too long
     */
    Tally run() {
        try {
            while (!stop.isGiven()) {
                readNew();
                Optional<ModelSnapshot> next = backlog.next();
                if (next.isPresent()) {
                    assessments.refresh(); // much may have changed while nothing was announced
                    refreshBaseline(next.get());
                    handle(next.get());
                }
            }
        } catch (WakeupException | Retry.StoppedException stopped) {
            log.atDebug().log("Left a wait in order to stop");
        }
        return new Tally(scored, backlog.skipped(), refused, snapshots.unreadable() + channels.unreadable());
    }

    private void readNew() {
        assessments.refresh();
        for (Received<ModelSnapshot> announced : snapshots.readNew(backlog.isEmpty() ? IDLE_WAIT : Duration.ZERO)) {
            models.announced(announced.value());
            if (assessments.progress(announced.value()) != Progress.NONE) {
                compared.add(announced.value().getSnapshotId());
            }
            backlog.offer(announced);
        }
        channels.readNew(Duration.ZERO).forEach(decided -> models.decided(decided.value()));
        models.candidates().forEach(backlog::require);
    }

    /** What is compared with the baseline has to be measured as the baseline was: under the present suites. */
    private void refreshBaseline(ModelSnapshot next) {
        Optional<ModelSnapshot> baseline = models.baseline(next.getModelId())
                .filter(untrained -> !untrained.getSnapshotId().equals(next.getSnapshotId()))
                .filter(untrained -> compared.contains(untrained.getSnapshotId()))
                .filter(assessments::haveNews);
        if (baseline.isPresent()) {
            log.atInfo()
                    .addKeyValue("snapshot", baseline.get().getSnapshotId())
                    .log("Assessing the baseline again because the suite has changed");
            handle(baseline.get());
        }
    }

    private void handle(ModelSnapshot snapshot) {
        String what = "reading the artifact of " + snapshot.getSnapshotId() + " at " + snapshot.getArtifactUri();
        try (Encoder encoder = retry.call(what, () -> encoders.load(snapshot))) {
            compared.add(snapshot.getSnapshotId());
            if (assessments.assess(snapshot, encoder, models, publisher, retry)) {
                scored++;
            }
        } catch (RefusedSnapshotException no) {
            refuse(snapshot, no);
        } catch (EncoderException unusable) {
            refuse(snapshot, VerifiedEncoders.refused(unusable));
        }
        backlog.done(snapshot.getSnapshotId());
    }

    private void refuse(ModelSnapshot snapshot, RefusedSnapshotException no) {
        refused++;
        compared.remove(snapshot.getSnapshotId());
        log.atError()
                .addKeyValue("snapshot", snapshot.getSnapshotId())
                .addKeyValue("reason", no.reason())
                .addKeyValue("detail", no.getMessage())
                .log("Refused a snapshot");
    }
}
