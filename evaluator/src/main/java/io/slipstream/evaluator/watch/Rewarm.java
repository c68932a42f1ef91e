package io.slipstream.evaluator.watch;

/** Which alarms ask the trainer to warm its learning rate up again. */
public enum Rewarm {
    /** None. */
    OFF,
    /** Those of all sources together. */
    OVERALL,
    /** All of them. */
    ANY
}
