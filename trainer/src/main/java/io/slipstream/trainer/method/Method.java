package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.schedule.HalfLife;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.view.Views;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A self-supervised method: the heads of its two networks, how a loss comes of views, and what it remembers.
 *
 * <p>{@link Learner} does everything that all methods share: views, backward, optimizer, moving average. An
 * implementation is used by one thread.
 */
public interface Method {

    /** Heads of the student by name, in the order they are applied, for embeddings of this length. */
    Map<String, ScriptModule> studentHeads(int embeddingDim, Precision precision);

    /** Heads of the teacher: those of the student's that it has too. */
    default Map<String, ScriptModule> teacherHeads(int embeddingDim, Precision precision) {
        return Map.of();
    }

    /** The space in which the student is compared with what it was, for embeddings of this length. */
    Projection projection(int embeddingDim);

    /** How fast the teacher follows the student; empty for a method without a teacher. */
    default Optional<HalfLife> teacher() {
        return Optional.empty();
    }

    /**
     * What the student is to match, computed by the teacher; no gradient is recorded.
     *
     * @param step steps taken before this one
     */
    default List<NDArray> targets(Branch teacher, Views views, long step) {
        return List.of();
    }

    /**
     * The student's side: its outputs and their loss.
     *
     * @param targets what {@link #targets} returned; empty without a teacher
     */
    Objective objective(Branch student, Views views, List<NDArray> targets, long step);

    /** Updates what the method remembers of its targets, after the step. */
    default void remember(List<NDArray> targets) {}

    /** What the method remembers, by name, aliasing: queue, center. */
    default Map<String, NDArray> memory() {
        return Map.of();
    }

    /** Prefixes of parameters that some step leaves as they are. */
    default Set<String> freezable() {
        return Set.of();
    }

    /** Prefixes of parameters that this step leaves as they are. */
    default Set<String> frozen(long step) {
        return Set.of();
    }

    /** The network whose backbone is the encoder that snapshots carry. */
    default Evaluated evaluated() {
        return Evaluated.STUDENT;
    }

    /** Loss of outputs that tell nothing apart, where the method has one: a loss that stays there learns nothing. */
    OptionalDouble chance(int batch);

    /** One of the two networks. */
    enum Evaluated {
        STUDENT,
        TEACHER
    }
}
