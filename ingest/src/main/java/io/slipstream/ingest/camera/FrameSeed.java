package io.slipstream.ingest.camera;

/** Seeds for independent random streams, one for each (seed, purpose, line, number): frames can be made in any order. */
final class FrameSeed {

    static final int STYLE = 1;
    static final int SCHEDULE = 2;
    /** Frames of the stream. */
    static final int STREAM = 3;
    /** Frames of probe archives: never the random stream of a frame on the topic. */
    static final int PROBE = 4;

    private FrameSeed() {}

    static long of(long seed, int purpose, int line, long number) {
        return mix(mix(mix(mix(seed) + purpose) + line) + number);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014) on the next value of its sequence. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
