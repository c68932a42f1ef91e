package io.slipstream.evaluator;

import io.slipstream.schemas.config.Key;

/** How encoders are run. */
public record EncoderConfig(
        @Key(doc = "Images that go through the encoder at once.", value = "64", min = 1, max = 4096)
        int batchSize,

        @Key(
                doc =
                        "Threads that PyTorch may use; more make scores come sooner and take cores from a trainer on the same"
                                + " machine.",
                value = "1",
                min = 1,
                max = 1024)
        int threads) {}
