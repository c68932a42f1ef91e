package io.slipstream.evaluator.watch.encode;

/** Which snapshot is the current encoder. */
public enum CurrentEncoder {
    /** The newest of training; a release is none. */
    NEWEST,
    /** The one the channel candidate serves. */
    CANDIDATE,
    /** The one the channel shadow serves. */
    SHADOW,
    /** The one the channel stable serves. */
    STABLE,
    /** None: drift is looked at with the fixed encoder alone. */
    NONE
}
