package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of MoCo v2. */
public record MocoV2Config(
        @Key(
                doc = "Width of the projector's hidden layer; that of the embedding, 2048, in the paper.",
                value = "512",
                min = 1)
        int hidden,

        @Key(doc = "Length of a key and of a query; 128 in the paper.", value = "128", min = 2)
        int projection,

        @Key(
                doc = "Keys of earlier batches to tell an image from; 65536 in the paper, 4096 usual for CIFAR-10.",
                value = "4096",
                min = 2,
                max = 1048576)
        int queue,

        @Key(doc = "Temperature of the contrastive loss; 0.2 in the paper.", value = "0.2", min = 0.01, max = 10)
        double temperature,

        @Key(
                doc = "Let each view be the query once, at twice the cost: usual for small images, not in the paper.",
                value = "false")
        boolean symmetric,

        @Key(
                doc = "Images after which the teacher keeps half of what it was: the EMA momentum as a half-life."
                        + " 0.999 at batch 256, as in the paper, is 177000.",
                value = "8800",
                min = 1)
        double teacherHalfLife) {}
