package io.slipstream.ingest.curation;

/** How instances share the partitions. */
enum GroupProtocol {
    /** The brokers assign them (KIP-1071). */
    STREAMS,
    /** One of the instances assigns them. */
    CLASSIC
}
