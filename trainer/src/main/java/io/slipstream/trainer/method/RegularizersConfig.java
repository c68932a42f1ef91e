package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;
import io.slipstream.trainer.network.Heads;
import io.slipstream.trainer.network.Precision;
import io.slipstream.trainer.script.ScriptModule;
import java.util.LinkedHashMap;
import java.util.Map;

/** What keeps the encoder from forgetting, beside replay; any of them with any method. */
public record RegularizersConfig(
        @Key(doc = "Alignment with what the student was a while ago, on replayed images (CLA).")
        AlignmentConfig alignment) {

    /** Heads that the student gets for them, by name. */
    Map<String, ScriptModule> heads(int projection, Precision precision) {
        Map<String, ScriptModule> heads = new LinkedHashMap<>();
        if (alignment.weight() > 0) {
            heads.put(Alignment.HEAD, Heads.aligner(projection, alignment.hidden(), precision));
        }
        return heads;
    }
}
