package io.slipstream.trainer.anneal;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.Release;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of annealing.
 *
 * @param snapshot id of the release
 * @param checkpoint the checkpoint it was made of
 * @param parent the snapshot of training that the checkpoint comes from; null before the first
 * @param steps optimizer steps of the branch
 * @param step optimizer steps taken, those of training included
 * @param rate learning rate of training at the checkpoint
 * @param finalRate that of the last step
 * @param recentImages distinct images among the newest records
 * @param replayImages images in the replay buffer
 * @param loss mean loss of the branch
 * @param artifact where the artifact is, a URI
 * @param sha256 SHA-256 of its description, which names those of its files
 */
record AnnealReport(
        String snapshot,
        String checkpoint,
        @Nullable String parent,
        long steps,
        long step,
        double rate,
        double finalRate,
        int recentImages,
        int replayImages,
        double loss,
        String artifact,
        String sha256) {

    /** That on a release. */
    static AnnealReport of(ModelSnapshot published) {
        Release release = Objects.requireNonNull(published.getRelease());
        return new AnnealReport(
                published.getSnapshotId(),
                Objects.requireNonNull(published.getCheckpointId()),
                published.getParentId(),
                release.getSteps(),
                published.getStep(),
                release.getRate(),
                release.getFinalRate(),
                release.getRecentImages(),
                release.getReplayImages(),
                Objects.requireNonNull(published.getLoss()),
                published.getArtifactUri(),
                published.getArtifactSha256());
    }

    /** The report as a person reads it. */
    String text() {
        return String.format(
                Locale.ROOT,
                """
                Release %s: %d steps from %s
                  learning rate %.3g to %.3g, mean loss %.4f
                  on %d of the newest images and %d replayed ones
                Published: %s
                """,
                snapshot,
                steps,
                checkpoint,
                rate,
                finalRate,
                loss,
                recentImages,
                replayImages,
                artifact);
    }
}
