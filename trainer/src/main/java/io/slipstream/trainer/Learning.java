package io.slipstream.trainer;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.checkpoint.TrainingState;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.method.Learner;
import io.slipstream.trainer.method.LearnerSettings;
import io.slipstream.trainer.method.Reestimated;
import io.slipstream.trainer.method.StepResult;
import io.slipstream.trainer.pixels.Keeping;
import io.slipstream.trainer.replay.ReplayBuffer;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.replay.Replayed;
import io.slipstream.trainer.stream.Batch;
import io.slipstream.trainer.stream.TrainingImage;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training step reads and changes, whether the step is taken for the first time or again.
 *
 * @param backbone the network that becomes the encoder
 * @param learner student, teacher and optimizer
 * @param replay images of earlier batches
 */
public record Learning(Backbone backbone, Learner learner, ReplayBuffer<TrainingImage> replay) {

    /**
     * As the configuration makes it and as the state left it.
     *
     * @param state what to go on from; empty to begin with the first weights
     * @param devices where the networks run; {@code manager} must be one of the first of them
     * @param manager owner of everything native
     * @throws EncoderException if the file of first weights does not fit
     * @throws IOException if it cannot be read
     */
    public static Learning of(TrainerConfig config, Optional<TrainingState> state, Devices devices, NDManager manager)
            throws IOException, EncoderException {
        return of(config, config.learner(), state, devices, manager);
    }

    /**
     * The same for a branch that begins at a state: it learns as training does, from random numbers of its own.
     *
     * @param seed of the branch's random numbers
     * @throws EncoderException as {@link #of}
     * @throws IOException as {@link #of}
     */
    public static Learning branch(
            TrainerConfig config, TrainingState state, long seed, Devices devices, NDManager manager)
            throws IOException, EncoderException {
        return of(config, config.learner().branched(seed), Optional.of(state), devices, manager);
    }

    private static Learning of(
            TrainerConfig config,
            LearnerSettings settings,
            Optional<TrainingState> state,
            Devices devices,
            NDManager manager)
            throws IOException, EncoderException {
        Backbone backbone = config.pretrained()
                .backbone(config.network(), config.seed(), manager)
                .resumed(state.map(saved -> saved.learner().programs()).orElse(Map.of()));
        Learner learner =
                new Learner(config.methods().create(settings.seed(), manager), backbone, settings, devices, manager);
        ReplayBuffer<TrainingImage> replay = config.replay()
                .buffer(config.keeping().bytes() + Float.BYTES * learner.storedLength(), settings.seed());
        state.ifPresent(saved -> {
            learner.restore(saved.learner());
            replay.restore(StoredProjections.fitting(kept(saved.replay(), config.keeping()), learner.storedLength()));
        });
        return new Learning(backbone, learner, replay);
    }

    /** A buffer's state with its images as they are kept now; the same ones where they were kept so before. */
    private static ReplayState<TrainingImage> kept(ReplayState<TrainingImage> state, Keeping keeping) {
        List<TrainingImage> slots =
                state.slots().stream().map(image -> image.kept(keeping)).toList();
        return new ReplayState<>(state.offered(), slots, state.columns());
    }

    /**
     * One training step, of which the replay buffer is told what it asks for, and given what is to be stored with images.
     *
     * @param step steps taken before this one
     */
    public StepResult step(Batch batch, long step) {
        if (batch.rewarm()) {
            learner.rewarm(step);
        }
        StepResult result = learner.step(
                batch.pixels(), batch.images().size(), StoredProjections.of(batch, learner.storedLength()), step);
        result.projections().ifPresent(projections -> StoredProjections.keep(batch, projections, replay));
        result.observations().ifPresent(observations -> replay.observe(batch.numbers(), observations));
        return result;
    }

    /**
     * Holds the student to what it is now, where it is held to its own latest snapshot; an untrained one holds nobody.
     *
     * @param step steps taken
     */
    public void anchorHere(long step) {
        if (step > 0) {
            learner.anchor(learner.state());
        }
    }

    /**
     * The encoder's files as a snapshot carries them.
     *
     * @param images replayed images on which its batch-norm statistics are estimated for it; 0 leaves training's
     * @param step steps taken, by which they are drawn
     */
    public Reestimated<Map<String, byte[]>> encoder(int images, long step) {
        List<TrainingImage> sample = images == 0
                ? List.of()
                : replay.sample(step, images).stream().map(Replayed::image).toList();
        return learner.reestimated(TrainingImage.pixels(sample), sample.size(), backbone::snapshot);
    }
}
