package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.script.ScriptModule;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The space in which a method's student is compared with what it was: what its projector makes of embeddings.
 *
 * @param head the student's head that projects; empty where embeddings are compared as they are
 * @param dim length of a projection
 * @param contrasts whether the method tells images apart by contrast, so that an earlier student is learned from by
 *     contrast too
 */
public record Projection(Optional<String> head, int dim, boolean contrasts) {

    /** Projections by a head, for a method that regresses. */
    static Projection by(String head, int dim) {
        return new Projection(Optional.of(head), dim, false);
    }

    /** The same, for a method that contrasts. */
    Projection contrasting() {
        return new Projection(head, dim, true);
    }

    /** Embeddings as they are. */
    static Projection none(int embeddingDim) {
        return new Projection(Optional.empty(), embeddingDim, false);
    }

    /** Those of a method's heads that another network needs to project as its student does. */
    Map<String, ScriptModule> heads(Method method, int embeddingDim, Precision precision) {
        return head.map(name -> Map.of(
                        name,
                        Objects.requireNonNull(
                                method.studentHeads(embeddingDim, precision).get(name))))
                .orElse(Map.of());
    }

    /** Projections {@code [batch, dim]} of a network's embeddings. */
    NDArray of(Branch network, NDArray embeddings) {
        return head.map(name -> network.head(name, embeddings)).orElse(embeddings);
    }
}
