package io.slipstream.ingest.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that requests may hold, all together. Thread-safe. */
final class Memory {

    private final long bound;
    private final AtomicLong held = new AtomicLong();

    Memory(long bound) {
        this.bound = bound;
    }

    /** A share of nothing, which grows; to be closed once. */
    Share share() {
        return new Share();
    }

    long held() {
        return held.get();
    }

    private boolean tryHold(long bytes) {
        if (held.addAndGet(bytes) <= bound) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** What one request holds; used by one thread at a time. */
    final class Share implements AutoCloseable {

        private long bytes;

        private Share() {}

        /** @throws ProblemException 503 if there is no room for it now */
        void growTo(long wanted) throws ProblemException {
            if (wanted > bytes) {
                if (!tryHold(wanted - bytes)) {
                    throw new ProblemException(Problem.busy("no room for more bytes of requests at once"));
                }
                bytes = wanted;
            }
        }

        @Override
        public void close() {
            held.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
