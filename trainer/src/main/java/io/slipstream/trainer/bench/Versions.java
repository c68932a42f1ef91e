package io.slipstream.trainer.bench;

import ai.djl.engine.Engine;
import java.util.Map;
import java.util.Optional;

/**
 * What a measurement ran on.
 *
 * @param reference the reference's, by the names of its packages; none without one
 */
record Versions(String slipstream, String java, String djl, String libtorch, Map<String, String> reference) {

    /** This process' versions. */
    static Versions here(Map<String, String> reference) {
        return new Versions(
                Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                Runtime.version().toString(),
                Engine.getDjlVersion(),
                Engine.getEngine("PyTorch").getVersion(),
                reference);
    }
}
