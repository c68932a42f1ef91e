package io.slipstream.trainer.backbone;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.network.Precision;
import java.util.Map;

/**
 * The network that is to become the encoder: where its program and its first weights come from, and what a snapshot of
 * it is made of.
 *
 * <p>Its programs have {@code forward(x)}: normalized float32 images {@code [batch, 3, size, size]} to float32 embeddings
 * {@code [batch, dim]}.
 */
public interface Backbone {

    /** Key of the student's program among {@link #resumed}'s. */
    String STUDENT = "student";

    /** Key of the teacher's program among {@link #resumed}'s. */
    String TEACHER = "teacher";

    /** Name in configuration and snapshots, for instance {@code resnet-slim}. */
    String name();

    /** Length of one embedding. */
    int dim();

    /** Side of the square input in pixels. */
    int imageSize();

    /** Number format of the matrix products in training, of the heads too. */
    Precision precision();

    /** Loads the student's program with the first weights, in training mode. */
    Program student(NDManager manager);

    /** Loads the teacher's program: the student's with the same first weights, without its stochastic depth. */
    Program teacher(NDManager manager);

    /**
     * This backbone, loading these programs instead of its first weights.
     *
     * @param programs archives by {@link #STUDENT} and {@link #TEACHER}, as a learner's state holds them; empty for a
     *     network whose tensors can all be written by name, which stays as it is
     */
    default Backbone resumed(Map<String, byte[]> programs) {
        return this;
    }

    /**
     * The files of a snapshot by name.
     *
     * @param trained a program of this backbone, student's or teacher's, with its present weights
     */
    Map<String, byte[]> snapshot(Program trained);
}
