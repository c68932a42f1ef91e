package io.slipstream.trainer.bench;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.bench.PartClock.Part;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.method.Learner;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** The learner of a configuration, with a clock on the parts of its steps. Not thread-safe. */
final class TimedLearner {

    private final Learner learner;
    private final PartClock clock = new PartClock(System::nanoTime);
    private final int batch;
    private long steps;

    /**
     * A learner that has taken no step.
     *
     * @param manager owner of everything native; the calling thread must be prepared for training
     */
    TimedLearner(TrainerConfig config, Devices devices, NDManager manager) throws IOException, EncoderException {
        Backbone backbone = config.pretrained().backbone(config.network(), config.seed(), manager);
        TimedMethod method = new TimedMethod(config.methods().create(config.seed(), manager), clock);
        learner = new Learner(method, backbone, config.learner(), devices, manager);
        batch = config.batch().size();
    }

    /** One step on a batch of uint8 RGB planes. */
    void step(ByteBuffer pixels) {
        clock.start(Part.VIEWS);
        learner.step(pixels, batch, steps++);
        clock.stop();
    }

    /** Steps taken so far. */
    long steps() {
        return steps;
    }

    /** Milliseconds by part of the steps since the last call. */
    Map<String, Double> takePartMillis() {
        return clock.takeMillis();
    }

    /** Number of the weights of the encoder that snapshots carry. */
    long encoderWeights() {
        return learner.encoder().parameters().stream()
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }
}
