package io.slipstream.ingest.publish;

import java.util.concurrent.atomic.LongAdder;

/** What has become of the inputs so far: every input read is in flight, published, refused or failed. Thread-safe. */
public final class Totals {

    private final LongAdder read = new LongAdder();
    private final LongAdder published = new LongAdder();
    private final LongAdder publishedBytes = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void countRead() {
        read.increment();
    }

    void countPublished(long bytes) {
        published.increment();
        publishedBytes.add(bytes);
    }

    void countRefused() {
        refused.increment();
    }

    void countFailed() {
        failed.increment();
    }

    /** Inputs taken from the source. */
    public long read() {
        return read.sum();
    }

    /** Images the broker has acknowledged. */
    public long published() {
        return published.sum();
    }

    /** Encoded size of the images the broker has acknowledged. */
    public long publishedBytes() {
        return publishedBytes.sum();
    }

    /** Dead letters the broker has acknowledged. */
    public long refused() {
        return refused.sum();
    }

    /** Records the broker never acknowledged. */
    public long failed() {
        return failed.sum();
    }
}
