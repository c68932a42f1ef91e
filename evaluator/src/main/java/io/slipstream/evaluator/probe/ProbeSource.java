package io.slipstream.evaluator.probe;

/** Where the labelled images of a probe set come from. */
public enum ProbeSource {
    /** A directory or an archive, read once. */
    PATH,
    /** The topic probe-samples, read again before every snapshot. */
    TOPIC
}
