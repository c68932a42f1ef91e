package io.slipstream.trainer.reproduce;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.checkpoint.CheckpointHeader;
import io.slipstream.trainer.checkpoint.Restored;
import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.stream.Order;

/**
 * The training that led to a snapshot, as its checkpoint tells it. What else the checkpoint holds, images above all, is
 * not kept in memory.
 *
 * @param header what is said about the checkpoint
 * @param config the configuration of the trainer that wrote it; where broker, registry and stores were then is no matter
 * @param order what was done with the stream since the snapshot before
 * @param step optimizer steps taken
 * @param learner what was reached
 */
record Recording(CheckpointHeader header, TrainerConfig config, Order order, long step, LearnerState learner) {

    private static final String THREADS = "threads";

    /**
     * The recording in a checkpoint.
     *
     * @throws NotReproducibleException if its configuration is not understood by this version
     */
    static Recording of(Restored checkpoint) throws NotReproducibleException {
        String name = "the configuration in checkpoint " + checkpoint.header().id();
        try {
            return new Recording(
                    checkpoint.header(),
                    ConfigLoader.parse(checkpoint.configYaml(), name, TrainerConfig.class),
                    checkpoint.sinceSnapshot(),
                    checkpoint.state().progress().step(),
                    checkpoint.state().learner());
        } catch (ConfigException e) {
            throw new NotReproducibleException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Threads within one tensor operator: as many as there were, which the configuration may have left to the machine. */
    int threads() {
        String recorded = header.libraries().get(THREADS);
        return recorded == null ? config.threads() : Integer.parseInt(recorded);
    }

    /** Steps taken since the snapshot before. */
    long steps() {
        return order.events().stream()
                .mapToLong(event -> event instanceof Order.Step step ? step.passes() : 0)
                .sum();
    }

    /** Whether the learning rate began to warm up again after the last step. */
    boolean endsInRewarm() {
        boolean rewarm = false;
        for (Order.Event event : order.events()) {
            if (event instanceof Order.Rewarm) {
                rewarm = true;
            } else if (event instanceof Order.Step) {
                rewarm = false;
            }
        }
        return rewarm;
    }
}
