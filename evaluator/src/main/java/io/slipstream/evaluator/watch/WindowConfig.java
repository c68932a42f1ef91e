package io.slipstream.evaluator.watch;

import io.slipstream.schemas.config.Key;
import java.time.Duration;

/** What a window is. */
public record WindowConfig(
        @Key(
                doc = "Images of a window, of those that are looked at; a multiple of block.",
                value = "160",
                min = 20,
                max = 5_000)
        int images,

        @Key(
                doc = "Images of one source in a row that may depend on one another, such as frames of one scene;"
                        + " permutation tests move them together. A window has at least 10 blocks.",
                value = "8",
                min = 1,
                max = 500)
        int block,

        @Key(
                doc = "Longest time, by capture times, that a window stays open; one that is not full by then is"
                        + " reported as insufficient.",
                value = "6h",
                min = 1,
                max = 2_592_000)
        Duration longest) {

    private static final int LEAST_BLOCKS = 10;

    public WindowConfig {
        if (images % block != 0 || images / block < LEAST_BLOCKS) {
            throw new IllegalArgumentException(
                    "images: a multiple of block, which is " + block + ", and at least " + LEAST_BLOCKS + " of them");
        }
    }
}
