package io.slipstream.trainer.stream;

import io.slipstream.schemas.config.Key;

/** How the stream is read. */
public record IntakeConfig(
        @Key(doc = "Topic to learn from.", value = "images") String topic,

        @Key(doc = "Images decoded ahead of training at most.", value = "512", min = 1, max = 1000000)
        int ahead,

        @Key(doc = "Threads that decode images; 0 is one per two cores, at most 16.", value = "0", min = 0, max = 256)
        int decoders,

        @Key(
                doc =
                        "An image whose bytes are among the last so many distinct ones is skipped as a duplicate; 0 trains"
                                + " on every copy.",
                value = "10000",
                min = 0,
                max = 10000000)
        int dedupeWindow) {

    private static final int MOST_AUTOMATIC_DECODERS = 16;

    /** Threads that decode images on a machine of so many cores. */
    public int decoderThreads(int cores) {
        return decoders > 0 ? decoders : Math.max(1, Math.min(cores / 2, MOST_AUTOMATIC_DECODERS));
    }
}
