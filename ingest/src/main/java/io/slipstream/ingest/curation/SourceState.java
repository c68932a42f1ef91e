package io.slipstream.ingest.curation;

import java.nio.ByteBuffer;

/**
 * What a partition remembers of one source besides its images.
 *
 * @param first  number of the oldest image in the window of duplicates
 * @param next   number of the next image to be forwarded
 * @param bucket what is left of its rate
 * @param time   record time of its newest forwarded image, milliseconds
 */
record SourceState(long first, long next, TokenBucket bucket, long time) {

    private static final int BYTES = 3 * Long.BYTES + Double.BYTES + Long.BYTES;

    static SourceState fresh(TokenBucket full) {
        return new SourceState(0, 0, full, full.time());
    }

    static SourceState read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long first = in.getLong();
        long next = in.getLong();
        long time = in.getLong();
        return new SourceState(first, next, new TokenBucket(in.getDouble(), in.getLong()), time);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(next)
                .putLong(time)
                .putDouble(bucket.tokens())
                .putLong(bucket.time())
                .array();
    }
}
