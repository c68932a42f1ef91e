package io.slipstream.evaluator.follow;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.ProbeScore;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluator's loop: read what was announced, score what is worth it, publish, for ever.
 *
 * <p>Announcements are read up to the end of the topic before each choice, so that the newest snapshot is known. A stop
 * lets the snapshot in hand be scored and published first. Runs once, on one thread.
 */
final class SnapshotFollower {

    private static final Logger log = LoggerFactory.getLogger(SnapshotFollower.class);

    private static final Duration IDLE_WAIT = Duration.ofSeconds(1);

    private final TopicReader<ModelSnapshot> snapshots;
    private final SnapshotScorer scorer;
    private final ScorePublisher publisher;
    private final Retry retry;
    private final StopSignal stop;
    private final Backlog backlog;
    private final ScoreHistory history;
    private long scored;
    private long refused;

    SnapshotFollower(
            TopicReader<ModelSnapshot> snapshots,
            SnapshotScorer scorer,
            ScorePublisher publisher,
            Retry retry,
            StopSignal stop,
            Backlog backlog,
            ScoreHistory history) {
        this.snapshots = snapshots;
        this.scorer = scorer;
        this.publisher = publisher;
        this.retry = retry;
        this.stop = stop;
        this.backlog = backlog;
        this.history = history;
    }

    /**
     * Follows the snapshots until it is asked to stop.
     *
     * @throws UnavailableException if something outside did not answer for too long
     */
    Tally run() {
        try {
            while (!stop.isGiven()) {
                snapshots.readNew(backlog.isEmpty() ? IDLE_WAIT : Duration.ZERO).forEach(backlog::offer);
                Optional<ModelSnapshot> next = backlog.next();
                if (next.isPresent()) {
                    handle(next.get());
                    backlog.done(next.get().getSnapshotId());
                }
            }
        } catch (WakeupException | Retry.StoppedException stopped) {
            log.atDebug().log("Left a wait in order to stop");
        }
        return new Tally(scored, backlog.skipped(), refused, snapshots.unreadable());
    }

    private void handle(ModelSnapshot snapshot) {
        String what = "reading the artifact of " + snapshot.getSnapshotId() + " at " + snapshot.getArtifactUri();
        Outcome outcome = retry.call(what, () -> scorer.score(snapshot));
        if (outcome instanceof Outcome.Scored made) {
            publisher.publish(made.score());
            history.add(made.score());
            scored++;
            report(made.score());
        } else if (outcome instanceof Outcome.Refused no) {
            refused++;
            log.atError()
                    .addKeyValue("snapshot", snapshot.getSnapshotId())
                    .addKeyValue("reason", no.reason())
                    .addKeyValue("detail", no.detail())
                    .log("Refused a snapshot");
        }
    }

    private void report(ProbeScore score) {
        OptionalDouble baseline = history.baseline(score.getModelId());
        log.atInfo()
                .addKeyValue("snapshot", score.getSnapshotId())
                .addKeyValue("step", score.getStep())
                .addKeyValue("knnTop1", percent(score.getKnnTop1()))
                .addKeyValue("baseline", baseline.isPresent() ? percent(baseline.getAsDouble()) : "unknown")
                .addKeyValue("rankMe", String.format(Locale.ROOT, "%.1f", score.getRankMe()))
                .addKeyValue("collapseLevel", String.format(Locale.ROOT, "%.3f", score.getCollapseLevel()))
                .addKeyValue("embedMillis", score.getEmbedMillis())
                .log("Scored a snapshot");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }
}
