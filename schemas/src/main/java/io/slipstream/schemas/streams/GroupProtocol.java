package io.slipstream.schemas.streams;

/** How instances share the partitions. */
public enum GroupProtocol {
    /** The brokers assign them (KIP-1071). */
    STREAMS,
    /** One of the instances assigns them. */
    CLASSIC
}
