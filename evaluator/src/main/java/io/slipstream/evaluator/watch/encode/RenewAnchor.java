package io.slipstream.evaluator.watch.encode;

/** When streams get a new anchor. */
public enum RenewAnchor {
    /** When asked to by {@code slipstream drift anchor}. */
    COMMAND,
    /** When the channel stable gets another snapshot, as well. */
    PROMOTION
}
