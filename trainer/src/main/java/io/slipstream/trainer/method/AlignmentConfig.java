package io.slipstream.trainer.method;

import io.slipstream.schemas.config.Key;

/** Settings of {@link Alignment}. */
public record AlignmentConfig(
        @Key(
                doc = "What the loss is multiplied by; 0 for no alignment. 0.1 to 2 in the papers.",
                value = "0",
                min = 0,
                max = 1000)
        double weight,

        @Key(
                doc = "What replayed images are aligned with: average, a moving average of the student (CLA-E), or"
                        + " stored, what it made of them when they came, kept with them in the replay buffer (CLA-R).",
                value = "average")
        Source source,

        @Key(doc = "Which images are aligned: replayed, or all of a batch.", value = "replayed")
        Images images,

        @Key(doc = "Width of the hidden layer of the head that aligns; 512 in the paper.", value = "512", min = 1)
        int hidden,

        @Key(
                doc = "Images after which the average keeps half of what it was. 0.999 at a batch of 138, as in the"
                        + " paper, is 95600.",
                value = "95600",
                min = 1)
        double halfLife) {

    /** What images are aligned with. */
    public enum Source {
        AVERAGE,
        STORED
    }

    /** Which images are aligned. */
    public enum Images {
        REPLAYED,
        ALL
    }

    public AlignmentConfig {
        if (source == Source.STORED && images == Images.ALL) {
            throw new IllegalArgumentException(
                    "images: must be replayed with source stored: nothing is stored for new images");
        }
    }
}
