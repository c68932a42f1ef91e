package io.slipstream.trainer;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.snapshot.SnapshotDraft;
import io.slipstream.trainer.stream.Order;
import java.util.List;
import java.util.Optional;

/**
 * A consistent copy of all that a checkpoint holds and of all that is published with it.
 *
 * @param header what is said about the checkpoint
 * @param state everything the trainer must remember
 * @param order what was done with the stream since the last snapshot
 * @param snapshot the encoder, if a snapshot is due
 * @param letters dead letters since the last checkpoint
 */
record Capture(
        CheckpointHeader header,
        TrainingState state,
        Order order,
        Optional<SnapshotDraft> snapshot,
        List<DeadLetter> letters) {

    Capture {
        letters = List.copyOf(letters);
    }
}
