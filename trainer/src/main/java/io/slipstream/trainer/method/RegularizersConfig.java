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
        AlignmentConfig alignment,

        @Key(doc = "Distillation from the network of an earlier snapshot, the anchor, through a predictor (CaSSLe).")
        DistillationConfig distillation,

        @Key(doc = "Gram anchoring: likenesses between an image's patches are kept as the anchor has them.")
        GramConfig gram,

        @Key(
                doc =
                        "Which snapshot is the anchor of distillation and Gram anchoring: stable, the one that the stable"
                                + " channel serves, or latest, the trainer's own latest one. Looked up whenever a snapshot is made.",
                value = "stable")
        AnchorFrom anchor) {

    /** Which snapshot the student is held to. */
    public enum AnchorFrom {
        STABLE,
        LATEST
    }

    /** Whether any of them needs the network of an earlier snapshot. */
    public boolean needAnchor() {
        return distillation.weight() > 0 || gram.weight() > 0;
    }

    /** Whether the student is held to projections stored with replayed images. */
    boolean needStored() {
        return alignment.weight() > 0 && alignment.source() == AlignmentConfig.Source.STORED;
    }

    /** Heads that the student gets for them, by name. */
    Map<String, ScriptModule> heads(int projection, Precision precision) {
        Map<String, ScriptModule> heads = new LinkedHashMap<>();
        if (alignment.weight() > 0) {
            heads.put(Alignment.HEAD, Heads.aligner(projection, alignment.hidden(), precision));
        }
        if (distillation.weight() > 0) {
            heads.put(Distillation.HEAD, Heads.mlp(projection, distillation.hidden(), projection, precision));
        }
        return heads;
    }
}
