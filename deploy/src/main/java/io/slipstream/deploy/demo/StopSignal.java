package io.slipstream.deploy.demo;

/** A request to stop, made from any thread and looked for by the demo. */
final class StopSignal {
    private volatile boolean requested;

    void request() {
        requested = true;
    }

    boolean requested() {
        return requested;
    }
}
