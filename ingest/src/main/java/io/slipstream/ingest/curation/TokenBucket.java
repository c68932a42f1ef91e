package io.slipstream.ingest.curation;

/**
 * A token bucket: it fills at a steady rate up to its capacity, and every image takes a token. Immutable.
 *
 * <p>Time that runs backwards fills nothing, so a source with a jumping clock gets no more than one with a steady clock.
 *
 * @param tokens how many there are, 0 to the capacity
 * @param time   when that was, milliseconds
 */
record TokenBucket(double tokens, long time) {

    /**
     * What all buckets have in common.
     *
     * @param perMilli tokens that come in per millisecond
     * @param capacity tokens a bucket holds, at least 1
     */
    record Rules(double perMilli, double capacity) {}

    static TokenBucket full(Rules rules, long time) {
        return new TokenBucket(rules.capacity(), time);
    }

    /** The bucket at a later time. */
    TokenBucket at(long now, Rules rules) {
        if (now <= time) {
            return this;
        }
        return new TokenBucket(Math.min(rules.capacity(), tokens + (now - time) * rules.perMilli()), now);
    }

    boolean hasToken() {
        return tokens >= 1;
    }

    /** The bucket with one token less. */
    TokenBucket taken() {
        return new TokenBucket(tokens - 1, time);
    }
}
