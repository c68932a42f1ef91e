package io.slipstream.trainer.checkpoint;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far training has come.
 *
 * @param step optimizer steps taken
 * @param imagesSeen images that went through the student, replayed ones counted each time
 * @param streamImages images taken from the stream for training, each counted once
 * @param nextSnapshot images seen at which the next snapshot is due
 * @param snapshot id of the last snapshot; empty before the first
 * @param snapshotStep step of the last snapshot; -1 before the first
 * @param lossSum sum of the losses since the last snapshot
 * @param lossSteps steps since the last snapshot
 * @param rank last effective rank of a batch; empty before the first measurement
 * @param healthy whether the last verdict on learning was a good one
 * @param requestsOffset next offset on the topic of training requests
 * @param rollbacks times in a row that training went back without getting past the trouble
 * @param troubleStep step at which the last trouble was found; -1 if there was none
 */
public record Progress(
        long step,
        long imagesSeen,
        long streamImages,
        long nextSnapshot,
        Optional<String> snapshot,
        long snapshotStep,
        double lossSum,
        long lossSteps,
        OptionalDouble rank,
        boolean healthy,
        long requestsOffset,
        int rollbacks,
        long troubleStep) {

    /**
     * The same, after training went back to it.
     *
     * @param times how often in a row it went back
     * @param trouble step at which the trouble was found
     */
    public Progress after(int times, long trouble) {
        return new Progress(
                step,
                imagesSeen,
                streamImages,
                nextSnapshot,
                snapshot,
                snapshotStep,
                lossSum,
                lossSteps,
                rank,
                healthy,
                requestsOffset,
                times,
                trouble);
    }
}
