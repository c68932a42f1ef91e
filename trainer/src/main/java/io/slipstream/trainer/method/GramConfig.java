package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of {@link GramAnchoring}. */
public record GramConfig(
        @Key(
                doc =
                        "What the loss is multiplied by; 0 for no Gram anchoring, 2 in the paper. For vision transformers.",
                value = "0",
                min = 0,
                max = 1000)
        double weight) {}
