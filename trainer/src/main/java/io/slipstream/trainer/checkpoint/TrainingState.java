package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.stream.StreamState;
import io.slipstream.trainer.stream.TrainingImage;

/**
 * Everything a trainer must remember to go on as if it had never stopped; random streams are counters and need nothing.
 *
 * <p>A value of its own: what training does later does not change it.
 *
 * @param progress how far training has come
 * @param learner student, teacher, optimizer and what the method remembers
 * @param replay the replay buffer
 * @param stream position, account and pending images of the stream
 */
public record TrainingState(
        Progress progress, LearnerState learner, ReplayState<TrainingImage> replay, StreamState stream) {}
